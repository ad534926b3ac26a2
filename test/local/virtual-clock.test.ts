import { fc } from '../properties';
import { Heap } from '../../local/heap';
import { VirtualClock } from '../../local/virtual-clock';

test('time stands still until it is moved forward', () => {
  const clock = new VirtualClock(1000);
  expect(clock.now()).toBe(1000);
  clock.advanceTo(5000);
  expect(clock.now()).toBe(5000);
  clock.advanceTo(2000);
  expect(clock.now()).toBe(5000);
});

test('a sleeper wakes when its time comes and not before', async () => {
  const clock = new VirtualClock(0);
  const woken: string[] = [];
  const sleepers = [clock.sleep(20).then(() => woken.push('second')), clock.sleep(10).then(() => woken.push('first'))];
  expect(clock.nextAlarm).toBe(10);
  clock.advanceTo(10);
  await sleepers[1];
  expect(woken).toEqual(['first']);
  clock.advanceTo(20);
  await sleepers[0];
  expect(woken).toEqual(['first', 'second']);
});

test('a sleep always ends on a whole millisecond', () => {
  const clock = new VirtualClock(1000);
  void clock.sleep(20.25);
  expect(clock.nextAlarm).toBe(1021);
});

test('a sleep that is aborted rejects with the reason', async () => {
  const clock = new VirtualClock(0);
  const controller = new AbortController();
  const sleep = clock.sleep(10, controller.signal);
  controller.abort(new Error('enough'));

  await expect(sleep).rejects.toThrow('enough');
});

test('the heap gives items by rank, and oldest first where ranks are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (ranks) => {
      const heap = new Heap<readonly [number, number]>();
      ranks.forEach((rank, age) => heap.push(rank, [rank, age]));
      const out = ranks.map(() => heap.pop());
      const sorted = ranks.map((rank, age) => [rank, age] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(out).toEqual(sorted);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
