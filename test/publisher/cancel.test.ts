import { deliveryId } from '../../lib/contract/identity';
import { writePointer } from '../../lib/contract/extended-client';
import { minuteOf, slotOf } from '../../lib/contract/scheduled';
import { day, hour, iso } from '../../lib/contract/time';
import { NotCancelledError, NotifyPublisher } from '../../lib/publisher';
import { createDynamoSchedule } from '../../lambda/shared/aws/dynamo-schedule';
import type { Delivery } from '../../lib/contract/delivery';
import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { createScheduledTable } from '../shared/schedule/scheduled-table-in-process';

const pipelineId = 'licences';
const idOf = (key: string): string => deliveryId(pipelineId, key);

let table: TableInProcess;
let publisher: NotifyPublisher;
beforeAll(async () => {
  table = await openTable();
  await createScheduledTable(table.client);
  publisher = new NotifyPublisher({
    queueUrl: 'https://sqs/queue',
    pipelineId,
    tableName: table.name,
    scheduledTableName: 'scheduled',
    dynamoDbClient: table.client,
    clock: { now: () => noon, sleep: async () => undefined },
  });
});
afterAll(() => table.close());

const schedule = () => createDynamoSchedule(table.client, 'scheduled');
const scheduledIn = async (minute: string) =>
  (await Promise.all([0, 1, 2, 3].map((shard) => schedule().read({ minute, shard, most: 9 })))).flatMap(
    ({ messages }) => messages,
  );

/** A held delivery whose message waits in the table of scheduled messages. */
async function aScheduledDelivery(key: string, body: string, due = noon + hour): Promise<Delivery> {
  const held = aDeliveryThatIs('held', {
    id: idOf(key),
    scheduled: slotOf(idOf(key), 'email', due),
    ttl: noon / 1000 + 99,
  });
  await table.store.create(held);
  await schedule().put({ deliveryId: held.id, place: 'email', due, body, attributes: {} });
  return held;
}

describe('NotifyPublisher: cancel', () => {
  it('a held message is cancelled, with the time and the reason on record, and is deleted where it waits', async () => {
    const held = await aScheduledDelivery('reminder', '{"type":"email"}');
    const answer = { outcome: 'cancelled', state: 'cancelled', deliveryId: held.id, idempotencyKey: 'reminder' };
    expect(await publisher.cancel('reminder')).toEqual(answer);
    expect(await table.store.find(held.id)).toEqual({
      ...held,
      state: 'cancelled',
      changed_at: iso(noon),
      reason: 'its publisher cancelled it',
    });
    expect(await scheduledIn('2026-03-02T13:00')).toEqual([]);
    expect(await publisher.cancel('reminder')).toEqual(answer);
  });

  it('a message that nobody has seen is cancelled, and does not go when it comes', async () => {
    expect(await publisher.cancel('on its way')).toMatchObject({ outcome: 'cancelled' });
    const id = idOf('on its way');
    expect(await table.store.find(id)).toEqual({
      id,
      type: 'unknown',
      state: 'cancelled',
      attempts: 0,
      reason: 'its publisher cancelled it',
      created_at: iso(noon),
      changed_at: iso(noon),
      ttl: (noon + 90 * day) / 1000,
    });
    expect(await table.store.claim(aDelivery({ id }), noon)).toMatchObject({
      claimed: false,
      claimability: { kind: 'duplicate' },
    });
  });

  it.each(['sending', 'sent', 'sent_untracked', 'delivered', 'failed'] as const)(
    'a message that is %s can be cancelled no more, and nothing is changed',
    async (state) => {
      const delivery = aDeliveryThatIs(state, { id: idOf(`one ${state}`) });
      await table.store.create(delivery);
      expect(await publisher.cancel(`one ${state}`)).toMatchObject({ outcome: 'too late', state });
      expect(await table.store.find(delivery.id)).toEqual(delivery);
    },
  );

  it.each(['rejected', 'expired'] as const)('a message that was %s has ended already', async (state) => {
    await table.store.create(aDeliveryThatIs(state, { id: idOf(`one ${state}`) }));
    expect(await publisher.cancel(`one ${state}`)).toMatchObject({ outcome: 'ended', state });
  });

  it('a message whose content is in the bucket goes on its queue at once, so that the content is deleted', async () => {
    const body = writePointer({ bucketName: 'bucket', key: 'payloads/one' });
    await aScheduledDelivery('with a file', body);
    await publisher.cancel('with a file');
    expect(await scheduledIn('2026-03-02T13:00')).toEqual([]);
    expect(await scheduledIn(minuteOf(noon))).toMatchObject([{ body, due: noon, deliveryId: idOf('with a file') }]);
  });

  it('can be repeated by a publisher that died before the message was deleted where it waits', async () => {
    const held = await aScheduledDelivery('half done', '{"type":"email"}');
    await table.store.transition(held.id, { state: 'cancelled', changed_at: iso(noon), reason: 'half' });
    expect(await publisher.cancel('half done')).toMatchObject({ outcome: 'cancelled' });
    expect(await scheduledIn('2026-03-02T13:00')).toEqual([]);
  });

  it('of a message that is claimed and cancelled at once, one happens, and never both', async () => {
    const tally = { sent: 0, cancelled: 0, both: 0, neither: 0 };
    for (let race = 0; race < 120; race += 1) {
      const key = `race ${race}`;
      const id = idOf(key);
      if (race % 2 === 0) await table.store.create(aDeliveryThatIs('held', { id }));
      const claim = table.store.claim(aDelivery({ id, lease_until: noon + 165_000 }), noon, race % 4 < 2);
      const [{ claimed }, { outcome }] =
        race % 3 === 0
          ? await Promise.all([claim, publisher.cancel(key)])
          : await Promise.all([publisher.cancel(key), claim]).then(([one, other]) => [other, one] as const);
      const isCancelled = outcome === 'cancelled';
      tally.sent += claimed ? 1 : 0;
      tally.cancelled += isCancelled ? 1 : 0;
      tally.both += claimed && isCancelled ? 1 : 0;
      tally.neither += !claimed && !isCancelled ? 1 : 0;
    }
    expect(tally).toEqual({ sent: expect.any(Number) as number, cancelled: 120 - tally.sent, both: 0, neither: 0 });
  });
});

describe('NotifyPublisher: cancel that fails', () => {
  const failing = (error: object, options = {}) =>
    new NotifyPublisher({
      queueUrl: 'https://sqs/queue',
      pipelineId,
      tableName: 'deliveries',
      scheduledTableName: 'scheduled',
      dynamoDbClient: {
        send: async () => {
          throw Object.assign(new Error('secret words'), error);
        },
      },
      ...options,
    });

  it('says which grant is missing, and nothing of what AWS says', async () => {
    const cancelled = failing({ name: 'AccessDeniedException' }).cancel('one');
    await expect(cancelled).rejects.toThrow(NotCancelledError);
    await expect(cancelled).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message:
        'the message was not cancelled: AccessDeniedException; call grantCancel of the NotifyPipeline with the role that cancels',
    });
  });

  it('says what a publisher needs that does not know the tables', async () => {
    await expect(failing({}, { tableName: undefined }).cancel('one')).rejects.toMatchObject({ code: 'TableMissing' });
  });

  it('says so when the record of a message never stands still', async () => {
    const restless = {
      send: async (command: object) => {
        if (command.constructor.name === 'GetItemCommand') return { Item: { state: { S: 'held' } } };
        throw Object.assign(new Error('refused'), { name: 'ConditionalCheckFailedException' });
      },
    };
    await expect(failing({}, { dynamoDbClient: restless }).cancel('one')).rejects.toThrow(
      'the message was not cancelled: RecordKeepsChanging; cancel it again',
    );
  });
});
