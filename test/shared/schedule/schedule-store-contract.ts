import { deliveryId } from '../../../lib/contract/identity';
import type { ScheduledMessage, ScheduleStore } from '../../../lambda/shared/schedule/schedule-store';
import { noon } from '../deliveries/deliveries';

export const aScheduled = (number: number, terms: Partial<ScheduledMessage> = {}): ScheduledMessage => ({
  deliveryId: deliveryId('tests', `scheduled ${number}`),
  place: 'email',
  due: noon,
  body: JSON.stringify({ type: 'email', number }),
  attributes: { NotifyIdempotencyKey: ['String', `scheduled ${number}`], trace: ['Binary', 'AAEC'] },
  groupId: 'email',
  ...terms,
});

/** What every table of scheduled messages promises, wherever it is. */
export function scheduleStoreContract(open: () => Promise<ScheduleStore>): void {
  let store: ScheduleStore;
  beforeAll(async () => {
    store = await open();
  });

  const all = async (minute: string, most = 100) => {
    const pages = await Promise.all([0, 1, 2, 3].map((shard) => store.read({ minute, shard, most })));
    return pages.flatMap(({ messages }) => messages);
  };

  it('a message is found in the minute when it is due, as it was put there, and in no other', async () => {
    const message = aScheduled(1, { due: noon + 59_999 });
    await store.put(message);
    expect(await all('2026-03-02T12:00')).toEqual([{ ...message, key: expect.anything() as object }]);
    expect(await all('2026-03-02T11:59')).toEqual([]);
    expect(await all('2026-03-02T12:01')).toEqual([]);
  });

  it('a message that is put twice is there once, until it is deleted', async () => {
    const message = aScheduled(2, { due: noon + 120_000 });
    await store.put(message);
    await store.put(message);
    const found = await all('2026-03-02T12:02');
    expect(found).toHaveLength(1);
    await store.delete(found.map(({ key }) => key));
    expect(await all('2026-03-02T12:02')).toEqual([]);
    await store.delete(found.map(({ key }) => key));
  });

  it('any number of messages is read page by page, each once, the urgent first, and deleted together', async () => {
    const due = noon + 180_000;
    const messages = Array.from({ length: 120 }, (_, number) =>
      aScheduled(100 + number, { due, place: (['!urgent', 'email', 'sms'] as const)[number % 3] ?? 'email' }),
    );
    await Promise.all(messages.map((message) => store.put(message)));
    const seen: string[] = [];
    for (const shard of [0, 1, 2, 3]) {
      const query = { minute: '2026-03-02T12:03', shard, most: 7 };
      const ofShard: string[] = [];
      for (let page = await store.read(query); ; page = await store.read({ ...query, after: page.next })) {
        expect(page.messages.length).toBeLessThanOrEqual(7);
        ofShard.push(...page.messages.map(({ place, deliveryId: id }) => `${place} ${id}`));
        if (!page.next) break;
      }
      expect(ofShard).toEqual([...ofShard].sort());
      seen.push(...ofShard);
    }
    expect(seen.sort()).toEqual(messages.map(({ place, deliveryId: id }) => `${place} ${id}`).sort());
    await store.delete((await all('2026-03-02T12:03')).map(({ key }) => key));
    expect(await all('2026-03-02T12:03')).toEqual([]);
  });

  it('the messages of one place are read apart', async () => {
    const due = noon + 240_000;
    const places = ['sms', 'international_sms', 'letter'] as const;
    for (const place of places) await store.put(aScheduled(7, { due, place }));
    for (const place of places) {
      const pages = await Promise.all(
        [0, 1, 2, 3].map((shard) => store.read({ minute: '2026-03-02T12:04', shard, place, most: 10 })),
      );
      expect(pages.flatMap(({ messages }) => messages.map((message) => message.place))).toEqual([place]);
    }
  });
}
