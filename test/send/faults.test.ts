import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { deliveryId } from '../../lib/contract/identity';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import type { HoldStore } from '../../lambda/shared/holds/hold-store';
import type { RateLimitStore } from '../../lambda/shared/rate-limit/rate-limit-store';
import { createSecret } from '../../lambda/shared/aws/secret';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { MemoryRateLimitStore } from '../fakes/memory-rate-limit-store';
import { storeWith } from '../shared/deliveries/store-with';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { anEmail, aText } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { ClockInTest } from '../fakes/clock-in-test';
import { aRecord } from './records';
import { meets } from './scripted-notify';
import { aKey, openSender, rateLimit, pipelineId, sentAnew, type SenderInTest } from './sender-in-test';
import { hour, iso, second } from '../../lib/contract/time';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

const record = () => aRecord(anEmail);

/** A thing of which one method fails until it is mended. */
function fragile<Port extends object>(port: Port, method: keyof Port): Port & { mend(): void } {
  let broken = true;
  return new Proxy(port, {
    get: (target, property) => {
      if (property === 'mend') return () => (broken = false);
      if (property === method && broken) return () => Promise.reject(new Error('throttled'));
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  }) as Port & { mend(): void };
}

/** What every fault of our own leaves behind: the message waits on its queue as a new one, and somebody is notified. */
async function expectPutBack(sender: SenderInTest, message: ReturnType<typeof record>): Promise<void> {
  expect(await sender.take(message)).toEqual([]);
  expect(sender.queues.waitingFor).toEqual([{ record: message, until: sender.clock.now() + 120 * second }]);
  expect([...sender.queues.parked, ...sender.queues.buried]).toEqual([]);
  expect(sender.monitor.counts).toMatchObject({ Fault: 1 });
  expect(sender.monitor.said.filter(({ level }) => level === 'error')).toEqual([
    expect.objectContaining({
      what: 'a message is not handled; we try again',
      about: { message_id: message.messageId },
    }),
  ]);
}

async function expectSentOnce(sender: SenderInTest, { messageId }: ReturnType<typeof record>): Promise<void> {
  expect(await sender.letAllComeBack()).toEqual([]);
  expect(sender.notify.rows).toHaveLength(1);
  expect(await sender.recordOf(messageId)).toMatchObject({
    state: 'sent',
    attempts: 1,
    notification_id: sender.notify.rows[0]?.id,
  });
}

describe('send: table failures', () => {
  it.each(['claim', 'transition'] as const)(
    'a table failure at %s requeues the message, and it is sent once',
    async (method) => {
      const store = fragile<DeliveryStore>(table.store, method);
      const sender = openSender(table, { store });
      const message = record();
      await expectPutBack(sender, message);
      store.mend();
      await expectSentOnce(sender, message);
      expect(sender.notify.posts).toHaveLength(1);
    },
  );

  it('a failure to read the holds requeues the message before it is claimed', async () => {
    const holdStore = fragile<HoldStore>(new MemoryHoldStore(), 'read');
    const sender = openSender(table, { holdStore });
    const message = record();
    await expectPutBack(sender, message);
    expect(await sender.recordOf(message.messageId)).toBeUndefined();
    holdStore.mend();
    await expectSentOnce(sender, message);
  });

  it('a failure to place a hold requeues the message, and it is sent once', async () => {
    const holdStore = fragile<HoldStore>(new MemoryHoldStore(), 'place');
    const sender = openSender(table, { holdStore });
    sender.notify.nextPosts(meets.refusal(429, 'TooManyRequestsError', 'Exceeded send limits (email: 50) for today'));
    const message = record();
    await expectPutBack(sender, message);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'held', attempts: 0 });
    holdStore.mend();
    await expectSentOnce(sender, message);
  });

  it('as what a message found out of its lane is to be shared loses nothing of what happened to the message', async () => {
    const holdStore = fragile<HoldStore>(new MemoryHoldStore(), 'writeCircuit');
    const sender = openSender(table, { holdStore });
    const lost = Array.from({ length: 5 }, record);
    sender.notify.nextPosts(...lost.map(() => meets.loss(true)));
    expect(await sender.take(...lost)).toEqual([]);
    expect(sender.monitor.counts).toMatchObject({ UnknownOutcome: 5 });
    for (const { messageId } of lost) {
      expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sending', attempts: 1, failed_at: noon });
    }
    holdStore.mend();
    expect(await sender.letAllComeBack()).toEqual([]);
    expect(sender.notify.posts).toHaveLength(5);
    for (const { messageId } of lost) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
  });

  it('at the rate limiter puts the message back unsent for seconds, and its claim is given back', async () => {
    const ledger = fragile<RateLimitStore>(new MemoryRateLimitStore(rateLimit), 'take');
    const sender = openSender(table, { ledger });
    const message = record();
    expect(await sender.take(message)).toEqual([]);
    expect(sender.queues.waitingFor).toEqual([{ record: message, until: noon + 5 * second }]);
    expect(sender.monitor.counts).toEqual({ Fault: 1, Held: 1 });
    expect(sender.notify.posts).toEqual([]);
    ledger.mend();
    await expectSentOnce(sender, message);
  });

  it('as Notify says that we are too fast is counted, and the message is sent once in its next turn', async () => {
    const ledger = fragile<RateLimitStore>(new MemoryRateLimitStore(rateLimit), 'slowDown');
    const sender = openSender(table, { ledger });
    sender.notify.nextPosts(meets.refusal(429, 'RateLimitError', 'Exceeded rate limit'));
    const message = record();
    expect(await sender.take(message)).toEqual([]);
    expect(sender.monitor.counts).toEqual({ TooFast: 1, Fault: 1, Sent: 1 });
    await expectSentOnce(sender, message);
    expect(sender.notify.posts).toHaveLength(2);
  });

  it('a table failure for one message of a batch does not affect the others', async () => {
    const bad = record();
    const store = storeWith(table.store, {
      claim: (candidate, now) =>
        candidate.id === deliveryId(pipelineId, bad.messageId)
          ? Promise.reject(new Error('throttled'))
          : table.store.claim(candidate, now),
    });
    const sender = openSender(table, { store });
    const good = Array.from({ length: 9 }, record);
    expect(await sender.take(...good.slice(0, 4), bad, ...good.slice(4))).toEqual([]);
    for (const { messageId } of good) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
    expect(sender.queues.waitingFor.map(({ record: one }) => one)).toEqual([bad]);
    expect(sender.monitor.counts).toEqual({ Sent: 9, Fault: 1 });
  });
});

describe('send: queue failures', () => {
  it('a message that cannot be requeued stays on its queue, and its neighbours do not', async () => {
    const store = fragile<DeliveryStore>(table.store, 'create');
    const sender = openSender(table, { store });
    sender.queues.down = true;
    const [good, bad] = [record(), aRecord('no message')];
    expect(await sender.take(good, bad)).toEqual([bad.messageId]);
    expect(await sender.recordOf(good.messageId)).toMatchObject({ state: 'sent' });
    expect(sender.monitor.counts).toEqual({ Sent: 1, Fault: 1 });
    sender.queues.down = false;
    store.mend();
    expect(await sender.take({ ...bad, receiptHandle: 'again' })).toEqual([]);
    expect(await sender.refusedRecordOf(bad)).toMatchObject({ state: 'rejected' });
  });

  it.each([
    ['requeue', meets.loss(true)],
    ['held', meets.refusal(429, 'TooManyRequestsError', 'Exceeded send limits (email: 50) for today')],
  ])(
    'a message that could not be %s stays on its queue, and is sent once when it is received again',
    async (_what, meet) => {
      const sender = openSender(table);
      sender.notify.nextPosts(meet);
      sender.queues.down = true;
      const message = record();
      expect(await sender.take(message)).toEqual([message.messageId]);
      sender.queues.down = false;
      sender.clock.moveTo(noon + 720 * second);
      await sender.take({ ...message, receiptHandle: 'again' });
      await expectSentOnce(sender, message);
    },
  );
});

describe('send: foreign items in the table', () => {
  it('a foreign item under a delivery id is logged, and its message waits until the item is deleted', async () => {
    const key = aKey();
    const id = deliveryId(pipelineId, key);
    await table.client.send(new PutCommand({ TableName: table.name, Item: { id, note: 'mine' } }));
    const sender = openSender(table);
    const message = aRecord({ ...anEmail, idempotency_key: key });
    await expectPutBack(sender, message);
    expect(sender.monitor.said[0]?.error).toMatchObject({
      message: `item ${id} of table ${table.name} is not a delivery; find out who put it there, and delete it`,
    });
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toEqual([]);
    expect(await sender.refusedRecordOf(message)).toBeUndefined();

    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { id } }));
    expect(await sender.letAllComeBack()).toEqual([]);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
  });
});

describe('send: empty hash key', () => {
  it('an empty hash key is named in the log, and the message is sent once there is a key', async () => {
    const client = new SecretsManagerClient();
    const secrets = mockClient(client);
    secrets.on(GetSecretValueCommand).resolves({ SecretString: '' });
    const hashKey = createSecret(client, 'hash key', new ClockInTest(noon));
    const sender = openSender(table, { hashKey: () => hashKey.value() });
    const message = record();
    await expectPutBack(sender, message);
    expect(sender.monitor.said[0]?.error).toMatchObject({
      message: 'secret hash key is empty; store its value in it as text',
    });
    secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a key' });
    await expectSentOnce(sender, message);
  });
});

describe('send: repeated receives', () => {
  const received = (times: number) => aRecord(anEmail, { receiveCount: times });
  /** The same message, a receive earlier. */
  const atSeven = (message: ReturnType<typeof record>) => ({
    ...message,
    attributes: { ...message.attributes, ApproximateReceiveCount: '7' },
  });

  it.each([7, 8, 99])('a message received %i times is sent as usual if no worker has claimed it', async (times) => {
    const sender = openSender(table);
    const message = received(times);
    await sender.take(message);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sender.queues.buried).toEqual([]);
  });

  it('a message received eight times is dead-lettered once Notify is known not to have it', async () => {
    const sender = openSender(table);
    const message = received(8);
    // The worker that received it before died with its claim.
    const dying = openSender(table, { store: fragile<DeliveryStore>(table.store, 'transition') });
    dying.notify.nextPosts(meets.loss(false));
    await dying.take(atSeven(message));
    sender.clock.moveBy(720 * second);
    expect(await sender.take(message)).toEqual([]);

    const reason = 'it was read 8 times, and no run finished it';
    expect(sender.notify.reads).toHaveLength(1);
    expect(sender.notify.posts).toEqual([]);
    expect(sender.queues.buried).toEqual([{ record: message, reason }]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'failed', failure: 'technical', reason });
    expect(sender.monitor.counts).toEqual({ LookUp: 1, Failed: 1, TechnicalFailure: 1 });
  });

  it('a worker that lost its claim does not dead-letter the message', async () => {
    const store: DeliveryStore = Object.assign(Object.create(table.store) as DeliveryStore, {
      claim: table.store.claim.bind(table.store),
      find: table.store.find.bind(table.store),
      transition: async () => false,
    });
    const late = openSender(table, { store });
    const message = received(8);
    await openSender(table, { store: fragile<DeliveryStore>(table.store, 'transition') }).take(atSeven(message));
    late.clock.moveBy(720 * second);
    expect(await late.take(message)).toEqual([]);
    expect(late.queues.buried).toEqual([]);
    expect(late.queues.waitingFor).toEqual([{ record: message, until: noon + 885 * second }]);
    expect(late.monitor.counts).toEqual({ LookUp: 1 });
  });

  it('a message received eight times is not dead-lettered if Notify has it', async () => {
    const sender = openSender(table);
    const message = received(8);
    const dying = openSender(table, { store: fragile<DeliveryStore>(table.store, 'transition') });
    await dying.take(atSeven(message));
    for (const row of dying.notify.rows) sender.notify.store(row);
    sender.clock.moveBy(720 * second);
    await sender.take(message);
    expect(sender.queues.buried).toEqual([]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent' });
  });

  it('a message received eight times is not dead-lettered until Notify can be asked', async () => {
    const sender = openSender(table);
    const message = received(8);
    const dying = openSender(table, { store: fragile<DeliveryStore>(table.store, 'transition') });
    await dying.take(atSeven(message));
    sender.notify.nextReads(meets.page(502));
    sender.clock.moveBy(720 * second);
    await sender.take(message);
    expect(sender.queues.buried).toEqual([]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sending' });
    expect(sender.queues.waitingFor).toHaveLength(1);
  });
});

describe('send: clock jumps', () => {
  it('a clock an hour ahead holds everything until it is right again, and no message is lost', async () => {
    const sender = openSender(table);
    const refusal = meets.refusal(403, 'AuthError', 'Error: Your system clock must be accurate to within 30 seconds');
    sender.notify.nextPosts(refusal, refusal);
    const message = record();
    sender.clock.moveBy(hour);
    await sender.take(message);
    expect(await sender.recordOf(message.messageId)).toMatchObject({
      state: 'held',
      attempts: 0,
      reason: expect.stringContaining('clock'),
    });
    expect(await sender.holds()).toMatchObject([{ scope: 'everything', probe: true }]);
    expect(sender.monitor.counts).toEqual({ KeyRefused: 1 });
    sender.clock.moveBy(-hour);
    await expectSentOnce(sender, message);
  });

  it('a claim made an hour ahead lasts for that hour, and then Notify is asked before anything is sent', async () => {
    const ahead = openSender(table, { store: fragile<DeliveryStore>(table.store, 'transition') });
    const message = record();
    ahead.clock.moveBy(hour);
    await ahead.take(message);
    expect(ahead.notify.rows).toHaveLength(1);

    const sender = openSender(table);
    for (const row of ahead.notify.rows) sender.notify.store({ ...row, created_at: iso(noon) });
    await sender.take(sentAnew(message));
    expect(sender.queues.waitingFor).toMatchObject([{ until: noon + hour + 165 * second }]);
    await expectSentOnce(sender, message);
    expect(sender.notify.posts).toEqual([]);
  });

  it.each([hour, -hour])(
    'a clock jump of %i milliseconds between two batches does not delay the second',
    async (jump) => {
      const sender = openSender(table);
      // Nine of ten that are expected do not ask, so that what was taken for them is left.
      const repeated = record();
      await sender.take(repeated);
      await sender.take(...Array.from({ length: 9 }, () => ({ ...repeated, receiptHandle: 'again' })), record());
      sender.clock.moveBy(jump);
      const before = sender.clock.now();
      const later = Array.from({ length: 10 }, () => aRecord(aText));
      expect(await sender.take(...later)).toEqual([]);
      for (const { messageId } of later) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
      expect(sender.clock.now() - before).toBeLessThan(20 * second);
    },
  );
});
