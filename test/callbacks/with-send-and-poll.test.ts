import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import { apiKey, defaultWorld, NotifyStandIn, type World } from '../../lib/testing';
import { createDynamoPollCheckpoint } from '../../lambda/shared/aws/dynamo-poll-checkpoint';
import { createPoller } from '../../lambda/poll/poll';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { noon } from '../shared/deliveries/deliveries';
import { storeWith } from '../shared/deliveries/store-with';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { email, letter, text } from '../send/messages-of-the-default-world';
import { aRecord } from '../send/records';
import { openSender, type SenderInTest } from '../send/sender-in-test';
import { ClockInTest } from '../fakes/clock-in-test';
import { token } from './callback-bodies';
import { openReceipts, pipelineId, type ReceiptsInTest } from './callbacks-in-test';
import { day, minute } from '../../lib/contract/time';

/** The world in which Notify has the pipeline's URL and token. */
function worldWithCallbacks(): World {
  const target = { url: 'https://the-receipts-url', bearerToken: token };
  const callbacks = { deliveryReceipts: target, returnedLetters: target };
  return { services: defaultWorld().services.map((service) => ({ ...service, callbacks })) };
}

describe('callbacks with send and poll', () => {
  let table: TableInProcess;
  let clock: ClockInTest;
  let standIn: NotifyStandIn;
  let sender: SenderInTest;
  let receipts: ReceiptsInTest;
  let poll: () => Promise<void>;
  /** Whether the receipts function is out of order. */
  let down: boolean;

  beforeEach(async () => {
    table = await openTable();
    clock = new ClockInTest(noon);
    down = false;
    receipts = openReceipts(table.store, { clock });
    standIn = new NotifyStandIn({
      world: worldWithCallbacks(),
      clock: { now: () => clock.now(), sleep: () => new Promise(() => undefined) },
      sendCallback: async (request) => (down ? 503 : receipts.sendCallback(request)),
    });
    const key = async (): Promise<string> => apiKey(standIn.world, 'test');
    const notify = createNotifySource({ value: key, reread: key }, { transport: standIn.transport, clock });
    const { monitor } = receipts;
    sender = openSender(table, { notify, clock, monitor });
    const kept = { store: table.store, checkpoints: createDynamoPollCheckpoint(table.client, table.name) };
    poll = createPoller({ ...kept, notify, clock, monitor, pipelineId, callbacks: true, interval: minute });
  });
  afterEach(() => table.close());

  const posts = (): number =>
    ['email', 'sms', 'letter'].reduce(
      (sum, kind) => sum + standIn.requests.count(`POST /v2/notifications/${kind} 201`),
      0,
    );
  const recordOf = async ({ messageId }: { messageId: string }) => sender.recordOf(messageId);
  const pass = async (milliseconds: number): Promise<void> => {
    clock.moveBy(milliseconds);
    await standIn.settle();
  };

  it('messages settle within seconds, and the poll finds nothing of them to write', async () => {
    const records = {
      email: aRecord({ ...email, reference: 'reminder/7' }),
      text: aRecord(text),
      bounced: aRecord({ ...email, email_address: 'perm-fail@simulator.notify' }),
      unreachable: aRecord({ ...text, phone_number: '07700900003' }),
    };
    await sender.take(...Object.values(records));
    await pass(6000);
    const ends: Record<string, unknown> = {};
    for (const [name, record] of Object.entries(records)) {
      const { state, failure, notification_id } = (await recordOf(record)) ?? {};
      ends[name] = [state, failure, typeof notification_id];
    }
    expect(ends).toEqual({
      email: ['delivered', undefined, 'string'],
      text: ['delivered', undefined, 'string'],
      bounced: ['failed', 'permanent', 'string'],
      unreachable: ['failed', 'temporary', 'string'],
    });
    expect(standIn.callbackAttempts.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    const settled = await Promise.all(Object.values(records).map(recordOf));
    for (let minutes = 0; minutes < 2; minutes += 1) {
      await pass(minute);
      await poll();
    }
    expect(await Promise.all(Object.values(records).map(recordOf))).toEqual(settled);
    expect(await table.items('awaited')).toEqual([]);
    expect(receipts.monitor.counts).toEqual({ Sent: 4, OutcomeCallback: 4, Delivered: 2, Failed: 2 });
  });

  it('a returned letter is recorded as failed, although polling still shows it as delivered', async () => {
    const record = aRecord(letter);
    await sender.take(record);
    for (let hours = 0; hours < 3; hours += 1) {
      await pass(60 * minute);
      await poll();
    }
    const delivered = await recordOf(record);
    expect(delivered).toMatchObject({ state: 'delivered', cost_in_pounds: expect.any(Number) as number });
    standIn.control.returnLetter(delivered?.notification_id ?? '');
    await pass(10 * day);
    expect(await recordOf(record)).toMatchObject({
      state: 'failed',
      failure: 'returned',
      cost_in_pounds: delivered?.cost_in_pounds,
    });
    await poll();
    expect(await recordOf(record)).toMatchObject({ state: 'failed', failure: 'returned' });
  });

  it('an outcome from both poll and callback is recorded and counted once, whichever is first', async () => {
    const record = aRecord(email);
    await sender.take(record);
    down = true;
    await pass(2 * minute);
    await poll();
    const known = await recordOf(record);
    expect(known).toMatchObject({ state: 'delivered', cost_in_pounds: 0 });
    down = false;
    await pass(5 * minute);
    expect(standIn.callbackAttempts.map(({ status }) => status)).toEqual([503, 204]);
    expect(await recordOf(record)).toEqual(known);

    const another = aRecord(email);
    await sender.take(another);
    await pass(minute);
    await poll();
    expect(await recordOf(another)).not.toHaveProperty('cost_in_pounds');
    expect(receipts.monitor.counts).toEqual({ Sent: 2, OutcomeCallback: 2, Delivered: 2, OutcomeByPollOnly: 1 });
  });

  it('an outcome is recorded once the callback function works again', async () => {
    const record = aRecord(text);
    await sender.take(record);
    down = true;
    await pass(minute);
    expect(await recordOf(record)).toMatchObject({ state: 'sent' });
    down = false;
    await pass(5 * minute);
    expect(await recordOf(record)).toMatchObject({ state: 'delivered' });
  });

  it('a delivery receipt that arrives before we record the acceptance stands, and the message is sent once', async () => {
    const record = aRecord(text);
    const store = storeWith(table.store, {
      transition: async (...change: Parameters<DeliveryStore['transition']>) => {
        await pass(6000);
        return table.store.transition(...change);
      },
    });
    const key = async (): Promise<string> => apiKey(standIn.world, 'test');
    const notify = createNotifySource({ value: key, reread: key }, { transport: standIn.transport, clock });
    const slow = openSender(table, { notify, clock, store });
    expect(await slow.take(record)).toEqual([]);
    expect(slow.queues.waitingFor).toEqual([]);
    expect(await recordOf(record)).toMatchObject({ state: 'delivered', attempts: 1, template_version: 1 });
    expect(await slow.take(record)).toEqual([]);
    expect(posts()).toBe(1);
  });

  it('a delivery receipt settles a message with an unknown outcome, and it is not sent again', async () => {
    const record = aRecord(text);
    standIn.faults.add({ fault: { kind: 'drop', accepted: true } });
    await sender.take(record);
    expect(await recordOf(record)).toMatchObject({ state: 'sending' });
    await pass(6000);
    expect(await recordOf(record)).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(await sender.letAllComeBack()).toEqual([]);
    expect(await recordOf(record)).toMatchObject({ state: 'delivered' });
    expect(standIn.notifications.all()).toHaveLength(1);
  });

  it('a delivery receipt settles a message whose worker died, and it is not sent again', async () => {
    const record = aRecord(email);
    const dying = storeWith(table.store, {
      transition: () => new Promise(() => undefined),
    });
    const key = async (): Promise<string> => apiKey(standIn.world, 'test');
    const notify = createNotifySource({ value: key, reread: key }, { transport: standIn.transport, clock });
    void openSender(table, { notify, clock, store: dying }).take(record);
    while (standIn.notifications.all().length === 0) await new Promise(setImmediate);
    await pass(6000);
    expect(await recordOf(record)).toMatchObject({ state: 'delivered', attempts: 1 });
    clock.moveBy(day);
    expect(await sender.take(record)).toEqual([]);
    expect(posts()).toBe(1);
    expect(receipts.monitor.counts).toMatchObject({ Duplicate: 1 });
  });

  it('a delivery receipt for a second copy marks the delivery as a suspected duplicate', async () => {
    const record = aRecord(text);
    // The first is taken after it was looked for, which no look-up can see.
    standIn.faults.add({ fault: { kind: 'drop', accepted: true } });
    await sender.take(record);
    const [first] = standIn.notifications.all();
    const { id } = (await recordOf(record)) ?? { id: '' };
    await table.store.transition(id, {
      state: 'sent',
      changed_at: new Date(clock.now()).toISOString(),
      notification_id: '00000000-0000-4000-8000-000000000000',
      awaited: 'sms',
      sent_at: new Date(clock.now()).toISOString(),
    });
    await pass(6000);
    expect(first?.id).toEqual(expect.any(String));
    expect(await recordOf(record)).toMatchObject({ state: 'delivered', duplicate_suspected: true });
    expect(receipts.monitor.counts).toMatchObject({ DuplicateSuspected: 1 });
  });
});
