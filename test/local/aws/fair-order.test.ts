import { FairOrder } from '../../../local/aws/fair-order';
import { second } from '../../../lib/contract/time';

interface Item {
  readonly name: string;
  readonly groupId: string | undefined;
}

function setUp() {
  const order = new FairOrder<Item>();
  const put = (groupId: string | undefined, at = 0, name = groupId ?? 'alone'): Item => {
    const item = { name, groupId };
    order.showAt(item, at, { inFlight: false });
    return item;
  };
  /** So many items of a group are being worked on for the next minute. */
  const work = (groupId: string | undefined, count: number): Item[] =>
    Array.from({ length: count }, () => {
      const item = { name: 'in work', groupId };
      order.showAt(item, 60 * second, { inFlight: true });
      return item;
    });
  const takeAll = (now: number): string[] => {
    const names: string[] = [];
    for (let item = order.take(now); item; item = order.take(now)) names.push(item.name);
    return names;
  };
  return { order, put, work, takeAll };
}

describe('FairOrder: take', () => {
  test('the item that waited longest comes first while no group is noisy', () => {
    const { put, takeAll } = setUp();
    put('a', 20, 'third');
    put('b', 0, 'first');
    put(undefined, 10, 'second');
    put('a', 30, 'fourth');
    expect(takeAll(100)).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test('quiet groups come before noisy ones, which still get what is left', () => {
    const { put, work, takeAll } = setUp();
    work('mailing', 30);
    put('mailing', 0, 'mailing 1');
    put('mailing', 1, 'mailing 2');
    put('code', 2);
    put(undefined, 3);
    expect(takeAll(10)).toEqual(['code', 'alone', 'mailing 1', 'mailing 2']);
  });

  test('among noisy groups the item that waited longest comes first', () => {
    const { put, work, takeAll } = setUp();
    work('a', 30);
    work('b', 50);
    put('b', 0, 'b 1');
    put('a', 1, 'a');
    put('b', 2, 'b 2');
    expect(takeAll(10)).toEqual(['b 1', 'a', 'b 2']);
  });

  test('an item that is not visible yet is not taken', () => {
    const { order, put } = setUp();
    put('a', 100);
    expect(order.take(99)).toBeUndefined();
    expect(order.take(100)?.name).toBe('a');
    expect(order.take(100)).toBeUndefined();
  });
});

describe('FairOrder: noisy groups', () => {
  /** Whether an item of the group `a` comes after one of the quiet group that came later. */
  function isNoisy(inWork: number, others: number): boolean {
    const { put, work, takeAll } = setUp();
    work('a', inWork);
    for (let other = 0; other < others; other += 1) work(`other ${other}`, 1);
    put('a', 0);
    put('quiet', 1);
    return takeAll(10)[0] === 'quiet';
  }

  test.each([
    [29, 0, false],
    [30, 0, true],
    [30, 269, true],
    [30, 270, false],
    [31, 270, true],
    [100, 900, false],
    [101, 900, true],
  ])('a group with %d items in flight, against %d of other groups, is noisy: %s', (inWork, others, noisy) => {
    expect(isNoisy(inWork, others)).toBe(noisy);
  });

  test('messages without a group are never noisy', () => {
    const { put, work, takeAll } = setUp();
    work(undefined, 1000);
    put(undefined, 0);
    put('quiet', 1);
    expect(takeAll(10)).toEqual(['alone', 'quiet']);
  });

  test('a group is noisy only until its items in flight are done or come back', () => {
    const { order, put, work, takeAll } = setUp();
    const inWork = work('a', 30);
    put('a', 0);
    put('quiet', 1);
    const [done] = inWork;
    if (done) order.remove(done);
    expect(takeAll(10)).toEqual(['a', 'quiet']);

    work('b', 30);
    put('b', 60 * second - 1);
    put('quiet', 60 * second);
    const names = takeAll(60 * second);
    expect(names.indexOf('b')).toBeLessThan(names.indexOf('quiet'));
  });

  test('delayed items do not make a group noisy', () => {
    const { put, takeAll } = setUp();
    for (let delayed = 0; delayed < 100; delayed += 1) put('a', second);
    put('a', 0);
    put('quiet', 1);
    expect(takeAll(10)).toEqual(['a', 'quiet']);
  });
});

describe('FairOrder: counts', () => {
  test('the counts cover visible items and items in flight, but not delayed ones', () => {
    const { order, put, work } = setUp();
    put('a', 0);
    put('a', 10);
    work('a', 3);
    expect(order.counts(0)).toEqual({ visible: 1, inFlight: 3 });
    expect(order.counts(10)).toEqual({ visible: 2, inFlight: 3 });
    expect(order.counts(60 * second)).toEqual({ visible: 5, inFlight: 0 });
  });

  test('the counts stay right when an item is moved or removed', () => {
    const { order, put } = setUp();
    const item = put('a', 0);
    expect(order.counts(0)).toEqual({ visible: 1, inFlight: 0 });
    order.showAt(item, 10, { inFlight: true });
    expect(order.counts(0)).toEqual({ visible: 0, inFlight: 1 });
    order.showAt(item, 20, { inFlight: true });
    expect(order.counts(10)).toEqual({ visible: 0, inFlight: 1 });
    order.showAt(item, 30, { inFlight: false });
    expect(order.counts(20)).toEqual({ visible: 0, inFlight: 0 });
    expect(order.nextAt(20)).toBe(30);
    order.remove(item);
    order.remove(item);
    expect(order.counts(30)).toEqual({ visible: 0, inFlight: 0 });
    expect(order.nextAt(30)).toBeUndefined();
    expect(order.take(30)).toBeUndefined();
  });

  test('nextAt gives the time at which an item can next be taken', () => {
    const { order, put } = setUp();
    expect(order.nextAt(0)).toBeUndefined();
    put('a', 10);
    put('b', 5);
    expect(order.nextAt(0)).toBe(5);
    expect(order.nextAt(7)).toBe(7);
    order.take(7);
    expect(order.nextAt(7)).toBe(10);
  });
});
