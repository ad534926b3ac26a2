import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aText, idsOf, openTexts, pipelineId, type TextsInTest } from './received-texts-in-test';
import { receivedTextEvent } from '../../lambda/shared/incoming/received-text-event';
import { day, minute } from '../../lib/contract/time';

let table: TableInProcess;
let texts: TextsInTest;
beforeEach(async () => {
  table = await openTable();
  texts = openTexts(table);
});
afterEach(() => table.close());

/** So many texts a minute apart, the last of them `ago`. Oldest first. */
const many = (count: number, ago = 10 * minute) =>
  texts.receive(...Array.from({ length: count }, (_, place) => ago + (count - 1 - place) * minute));

describe('received texts: publish', () => {
  test('a received text is published once, with everything that Notify says about it', async () => {
    const [text] = texts.receive(5 * minute);
    await texts.run();
    await texts.run();
    expect(texts.bus.heard).toEqual([
      expect.objectContaining({
        detailType: 'Text Received',
        detail: {
          version: '1',
          event_id: expect.any(String) as string,
          pipeline_id: pipelineId,
          id: text?.id,
          user_number: '447700900123',
          notify_number: '07700900999',
          content: 'STOP',
          received_at: '2026-03-02T11:55:00.000Z',
        },
      }),
    ]);
    expect(texts.monitor.counts).toEqual({ TextReceived: 1 });
  });

  test('the number and content of a received text are stored and logged nowhere except in its event', async () => {
    texts.receive(5 * minute, minute);
    const [first] = texts.list.rows;
    texts.bus.refuses.add(first?.id ?? '');
    await expect(texts.run()).rejects.toThrow('the event bus did not accept event');
    const everything = JSON.stringify([await table.items(), texts.monitor.said, texts.monitor.counts]);
    expect(everything).toContain('published ');
    expect(everything).toContain(first?.id);
    expect(everything).not.toMatch(/7700900|STOP/);
  });

  test('received texts are published in order', async () => {
    const three = many(3);
    await texts.run();
    expect(texts.heard()).toEqual(idsOf(three));
  });

  test('a text that Notify lists late is still published', async () => {
    const [late] = [aText(texts.clock.now() - 90_000)];
    texts.receive(minute);
    await texts.run();
    texts.list.rows.push(late);
    texts.clock.moveBy(minute);
    await texts.run();
    expect(texts.heard()).toContain(late.id);
  });
});

describe('received texts: run', () => {
  test('a run with nothing new asks Notify once, and writes nothing', async () => {
    texts.list.pageSize = 10;
    many(12);
    await texts.run();
    const [before, asked] = [await table.items(), texts.list.asked];
    texts.clock.moveBy(minute);
    await texts.run();
    expect(texts.list.asked - asked).toBe(1);
    expect(await table.items()).toEqual(before);
    expect(texts.bus.heard).toHaveLength(12);
  });

  test('a run for a service that receives no texts asks Notify once, and writes nothing', async () => {
    await texts.run();
    expect(texts.list.asked).toBe(1);
    expect(await table.items()).toEqual([]);
  });

  test('the first run after days publishes everything since, over many pages', async () => {
    texts.list.pageSize = 5;
    const before = many(3, 6 * day);
    await texts.run();
    const since = many(23);
    await texts.run();
    expect(texts.heard().toSorted()).toEqual(idsOf([...before, ...since]).toSorted());
    const asked = texts.list.asked;
    await texts.run();
    expect(texts.list.asked - asked).toBe(1);
  });

  test('texts that were received at the same instant are all published, wherever a page ends', async () => {
    texts.list.pageSize = 4;
    const same = texts.receive(...Array.from({ length: 3 }, () => 20 * minute));
    const others = texts.receive(19 * minute, 18 * minute, 22 * minute, 23 * minute);
    await texts.run();
    expect(texts.heard().toSorted()).toEqual(idsOf([...same, ...others]).toSorted());
  });

  test('a run that is out of time is continued by the next one', async () => {
    texts.list.pageSize = 2;
    const all = many(30);
    texts.list.whenAsked = () => texts.clock.moveBy(8000);
    let runs = 0;
    for (; texts.bus.heard.length < all.length && runs < 100; runs += 1) {
      const told = texts.bus.heard.length;
      const started = texts.clock.now();
      await texts.run();
      expect(texts.bus.heard.length).toBeGreaterThan(told);
      expect(texts.clock.now() - started).toBeLessThan(55_000);
    }
    expect(texts.heard().toSorted()).toEqual(idsOf(all).toSorted());
    expect(runs).toBeGreaterThan(3);
  });

  test('a run that is out of time while it publishes is continued by the next one', async () => {
    const all = many(24);
    texts.bus.whenPut = () => texts.clock.moveBy(2000);
    for (let runs = 0; runs < 3; runs += 1) await texts.run();
    expect(texts.heard().toSorted()).toEqual(idsOf(all).toSorted());
  });

  test('an event is published again under the same id if a run dies between the bus and the table', async () => {
    texts.receive(5 * minute);
    const { client } = table;
    const send = client.send.bind(client);
    let calls = 0;
    const dying = jest.spyOn(client, 'send').mockImplementation((async (command: never) => {
      // Read the mark, claim, and then the confirmation does not come.
      calls += 1;
      if (calls > 2) throw new Error('died');
      return send(command);
    }) as never);
    await expect(texts.run()).rejects.toThrow('died');
    dying.mockRestore();

    texts.clock.moveBy(30_000);
    await texts.run();
    expect(texts.bus.heard).toHaveLength(1);
    texts.clock.moveBy(30_000);
    await texts.run();
    const [first, again, ...more] = texts.bus.heard;
    expect(again).toEqual(first);
    expect(more).toEqual([]);
  });
});

describe('received texts: failures', () => {
  test('a text that cannot be published does not delay the others, and is published later', async () => {
    texts.list.pageSize = 3;
    const all = many(12);
    const bad = all[7]?.id ?? '';
    texts.bus.refuses.add(bad);
    await expect(texts.run()).rejects.toThrow('the event bus did not accept event');
    expect(texts.heard().toSorted()).toEqual(
      idsOf(all)
        .filter((id) => id !== bad)
        .toSorted(),
    );

    texts.bus.refuses.clear();
    texts.clock.moveBy(minute);
    await texts.run();
    expect(texts.heard().toSorted()).toEqual(idsOf(all).toSorted());
    const asked = texts.list.asked;
    await texts.run();
    expect(texts.list.asked - asked).toBe(1);
  });

  test.each([
    ['nothing', null],
    ['a number', 7],
    ['a list', []],
    ['without an id', { ...aText(noon), id: undefined }],
    ['without a sender', { ...aText(noon), user_number: null }],
    ['without its content', { ...aText(noon), content: null }],
    ['with a number as its time', { ...aText(noon), created_at: noon }],
    ['without its time', { ...aText(noon), created_at: undefined }],
    ['with an invalid time', { ...aText(noon), created_at: 'long ago' }],
    ['with an id that is none', { ...aText(noon), id: '../../07700900123' }],
    ['longer than an event may be', { ...aText(noon), content: 'x'.repeat(300_000) }],
    ['from a sender of a thousand characters', { ...aText(noon), user_number: '7'.repeat(1000) }],
  ])('an unreadable text is counted, and does not stop the others: %s', async (_what, nonsense) => {
    texts.list.pageSize = 5;
    const all = many(12);
    texts.list.nonsense = [nonsense];
    await texts.run();
    expect(texts.heard().toSorted()).toEqual(idsOf(all).toSorted());
    expect(texts.monitor.counts).toEqual({ TextReceived: 12, Unreadable: 2 });
  });

  test('with half a character is published with another in its place, because the bus takes none', async () => {
    texts.list.rows = [aText(noon - minute, 'half \ud83d')];
    await texts.run();
    expect(texts.bus.heard[0]?.detail).toMatchObject({ content: 'half \u{fffd}' });
  });

  test('a page of only unreadable texts does not stop the older ones', async () => {
    texts.list.pageSize = 5;
    many(20);
    const isBad = (place: number): boolean => place >= 4 && place < 14;
    const good = texts.list.rows.filter((_, place) => !isBad(place));
    texts.list.rows = texts.list.rows.map((row, place) => (isBad(place) ? { ...row, content: null as never } : row));
    await texts.run();
    expect(texts.heard().toSorted()).toEqual(idsOf(good).toSorted());
  });

  test('a page that makes no sense fails the run, and no text is skipped', async () => {
    texts.list.nonsense = [null];
    await expect(texts.run()).rejects.toThrow('we cannot read a page of the texts that Notify received');
    texts.list.nonsense = [];
    const all = many(3);
    await texts.run();
    expect(texts.heard().toSorted()).toEqual(idsOf(all).toSorted());
  });

  test('texts are published once the bus is back, and not all are tried while it is down', async () => {
    const all = many(25);
    texts.bus.down = true;
    let tried = 0;
    texts.bus.whenPut = () => void (tried += 1);
    await expect(texts.run()).rejects.toThrow('the bus is down');
    expect(tried).toBe(10);
    expect(texts.monitor.said).toHaveLength(10);

    texts.bus.down = false;
    texts.clock.moveBy(minute);
    await texts.run();
    expect(texts.heard()).toEqual(idsOf(all));
  });
});

describe('received texts: publish once', () => {
  const byCallback = (text: { id: string; created_at: string }) =>
    receivedTextEvent({ ...aText(0), ...text }, pipelineId);

  test('a text that arrives by callback and by poll is published once, whichever is first', async () => {
    const [first, second] = many(2);
    if (!first || !second) throw new Error('there are two');
    expect(await texts.publishOnce(byCallback(first))).toBe('published');
    await texts.run();
    expect(await texts.publishOnce(byCallback(second))).toBe('already published');
    expect(texts.heard()).toEqual(idsOf([first, second]));
  });

  test('a text that a callback is publishing is left to it, and checked again later', async () => {
    const [text] = many(1);
    if (!text) throw new Error('there is one');
    let inBetween: Promise<void> | undefined;
    texts.bus.whenPut = () => {
      texts.bus.whenPut = () => undefined;
      inBetween = texts.run();
    };
    const telling = texts.publishOnce(byCallback(text));
    expect(await telling).toBe('published');
    await inBetween;
    texts.clock.moveBy(minute);
    await texts.run();
    expect(texts.heard()).toEqual([text.id]);
    expect(await texts.checkpoints.read()).toEqual({ upTo: text.created_at });
  });
});
