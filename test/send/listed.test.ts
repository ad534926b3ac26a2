import type { SQSRecord } from 'aws-lambda';
import type { AwaitedDelivery, DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import { day, iso } from '../../lib/contract/time';
import { channels } from '../../lib/contract/message';
import { aLetter, anEmail, aText } from '../contract/messages';
import { unavailable } from '../fakes/aws-errors';
import { noon } from '../shared/deliveries/deliveries';
import { storeWith } from '../shared/deliveries/store-with';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { offload } from './pointers';
import { aRecord } from './records';
import { openSender, sentAnew } from './sender-in-test';

let table: TableInProcess;
beforeEach(async () => {
  table = await openTable();
});
afterEach(() => table.close());

/** Everything whose status is awaited. */
async function awaited(): Promise<AwaitedDelivery[]> {
  const found: AwaitedDelivery[] = [];
  for (const channel of channels) {
    for await (const delivery of table.store.awaited(channel, iso(0), iso(noon + day))) found.push(delivery);
  }
  return found;
}

const emails = (count: number): SQSRecord[] => Array.from({ length: count }, () => aRecord(anEmail));
const again = (record: SQSRecord): SQSRecord => ({
  ...record,
  attributes: { ...record.attributes, ApproximateReceiveCount: '2' },
});

describe('send: what a batch awaits', () => {
  it('the emails of a batch are awaited by one list, and their records do not say so', async () => {
    const sender = openSender(table);
    const records = emails(10);
    expect(await sender.take(...records)).toEqual([]);
    const found = await awaited();
    expect(found).toHaveLength(10);
    expect(new Set(found.map(({ list }) => list?.id)).size).toBe(1);
    for (const { messageId } of records) {
      const record = await sender.recordOf(messageId);
      expect(record).toMatchObject({ state: 'sent' });
      expect(record).not.toHaveProperty('awaited');
      expect(found).toContainEqual(
        expect.objectContaining({ id: record?.id, notification_id: record?.notification_id }),
      );
    }
  });

  it('emails and texts of a batch are on a list each, and each letter is awaited by its own record', async () => {
    const sender = openSender(table);
    await sender.take(...[anEmail, anEmail, aText, aText, aLetter].map((message) => aRecord(message)));
    const lists = (await awaited()).map(({ list }) => list?.deliveries.length);
    // Channel by channel: the emails, the texts and the letter.
    expect(lists).toEqual([2, 2, 2, 2, undefined]);
  });

  it('a message that comes alone is awaited by its own record', async () => {
    await openSender(table).take(...emails(1));
    expect((await awaited()).map(({ list }) => list)).toEqual([undefined]);
  });

  it('a message from the bucket is awaited by its own record, because nobody reads it again once its payload is deleted', async () => {
    const sender = openSender(table);
    const { record, key } = await offload(sender, anEmail);
    await sender.take(record, ...emails(5));
    expect(sender.bucket.keys).not.toContain(key);
    const own = (await awaited()).filter(({ list }) => list === undefined);
    expect(own.map(({ id }) => id)).toEqual([(await sender.recordOf(record.messageId))?.id]);
  });
});

describe('send: a list that is not written', () => {
  it('the messages come back, and their own records say then that they are awaited', async () => {
    const sender = openSender(table, {
      store: storeWith(table.store, { awaitTogether: () => Promise.reject(unavailable('the table is down')) }),
    });
    const records = [...emails(3), aRecord(aLetter)];
    expect(await sender.take(...records)).toEqual([]);
    expect(sender.queues.waitingFor.map(({ record }) => record)).toEqual(records.slice(0, 3));
    expect(await awaited()).toHaveLength(1);
    await sender.letAllComeBack();
    expect(await awaited()).toHaveLength(4);
    expect(sender.notify.rows).toHaveLength(4);
    expect(sender.monitor.counts).toMatchObject({ Sent: 4, Duplicate: 3, Fault: 3 });
  });

  it('a worker that dies before the list is written loses no outcome, because its messages come back', async () => {
    const dead = openSender(table, {
      store: storeWith(table.store, { awaitTogether: () => new Promise(() => undefined) }),
    });
    const records = emails(3);
    void dead.take(...records);
    while (dead.monitor.counts['Sent'] !== 3) await new Promise((resolve) => setImmediate(resolve));
    expect(await awaited()).toEqual([]);
    const sender = openSender(table);
    expect(await sender.take(...records.map(again))).toEqual([]);
    expect((await awaited()).map(({ list }) => list)).toEqual([undefined, undefined, undefined]);
    expect(sender.monitor.counts).toEqual({ Duplicate: 3 });
  });

  it('a worker that dies after the list is written leaves a second entry for each, and nothing is sent twice', async () => {
    const dead = openSender(table);
    const records = emails(3);
    await dead.take(...records);
    const sender = openSender(table);
    await sender.take(...records.map(again));
    expect(await awaited()).toHaveLength(6);
    expect(sender.notify.posts).toEqual([]);
  });

  it('a copy of a message whose outcome is known is not awaited again', async () => {
    const sender = openSender(table);
    const records = emails(3);
    await sender.take(...records);
    const [first] = records;
    const { id = '' } = (await sender.recordOf(first?.messageId ?? '')) ?? {};
    await table.store.transition(id, { state: 'delivered', changed_at: iso(noon) });
    await sender.take(sentAnew(first ?? aRecord(anEmail)));
    expect((await awaited()).filter((delivery) => delivery.id === id)).toHaveLength(1);
    expect(await table.store.find(id)).not.toHaveProperty('awaited');
  });

  it('a callback that comes before our own record of it leaves nothing to be listed', async () => {
    const early: Partial<DeliveryStore> = {
      transition: async (delivery, change, still) => {
        if (change.state === 'sent' && change.notification_id !== undefined) {
          const { notification_id, sent_at = '' } = change;
          await table.store.transition(delivery, { state: 'delivered', changed_at: sent_at, notification_id, sent_at });
        }
        return table.store.transition(delivery, change, still);
      },
    };
    await openSender(table, { store: storeWith(table.store, early) }).take(...emails(3));
    expect(await awaited()).toEqual([]);
  });
});
