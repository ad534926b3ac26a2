import { createDynamoPollCheckpoint } from '../../lambda/shared/aws/dynamo-poll-checkpoint';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { createPoller } from '../../lambda/poll/poll';
import { deliveryEventOf } from '../../lambda/shared/deliveries/delivery-event';
import type { Delivery } from '../../lib/contract/delivery';
import { day, minute } from '../../lib/contract/time';
import { apiKey, defaultWorld, NotifyStandIn } from '../../lib/testing';
import { ClockInTest } from '../fakes/clock-in-test';
import { email, text } from '../send/messages-of-the-default-world';
import { aRecord } from '../send/records';
import { openSender } from '../send/sender-in-test';
import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { token } from './callback-bodies';
import { openReceipts, pipelineId } from './callbacks-in-test';

const target = { url: 'https://the-receipts-url', bearerToken: token };
const world = {
  services: defaultWorld().services.map((each) => ({ ...each, callbacks: { deliveryReceipts: target } })),
};

/** Texts and an email that end by callbacks, and what the polls of the minutes after make of them. */
async function openPipeline(table: TableInProcess, { textCosts }: { readonly textCosts: boolean }) {
  const clock = new ClockInTest(noon);
  const receipts = openReceipts(table.store, { clock, textCosts });
  const { monitor, sendCallback } = receipts;
  const standIn = new NotifyStandIn({
    world,
    clock: { now: () => clock.now(), sleep: () => new Promise(() => undefined) },
    sendCallback,
  });
  const key = async (): Promise<string> => apiKey(standIn.world, 'test');
  const notify = createNotifySource({ value: key, reread: key }, { transport: standIn.transport, clock });
  const sender = openSender(table, { notify, clock, monitor });
  const kept = { store: table.store, checkpoints: createDynamoPollCheckpoint(table.client, table.name) };
  const poll = createPoller({ ...kept, notify, clock, monitor, pipelineId, callbacks: true, interval: minute });
  const records = {
    text: aRecord(text),
    another: aRecord({ ...text, personalisation: { code: '654321' } }),
    unreachable: aRecord({ ...text, phone_number: '07700900003' }),
    email: aRecord(email),
  };

  /** How often the record of a delivery is written, by its id. */
  const writes = new Map<string, number>();
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const { Key, Item } = args.input as { readonly Key?: Delivery; readonly Item?: Delivery };
        const id = Key?.id ?? Item?.id;
        if (/Put|Update/.test(commandName ?? '') && id !== undefined) writes.set(id, (writes.get(id) ?? 0) + 1);
        return next(args);
      },
    { step: 'initialize', name: 'countWrites', override: true },
  );

  return {
    monitor,
    standIn,
    clock,
    poll,
    recordsInOrder: () => Promise.all(Object.values(records).map(async ({ messageId }) => sender.recordOf(messageId))),
    writesOf: async (): Promise<readonly (number | undefined)[]> => {
      const all = await Promise.all(Object.values(records).map(async ({ messageId }) => sender.recordOf(messageId)));
      return all.map((record) => writes.get(record?.id ?? ''));
    },
    endByCallbacks: async (): Promise<void> => {
      await sender.take(...Object.values(records));
      clock.moveBy(6000);
      await standIn.settle();
    },
    pass: async (milliseconds: number): Promise<void> => {
      clock.moveBy(milliseconds);
      await standIn.settle();
      await poll();
    },
  };
}

describe('costs of texts whose outcome a callback told', () => {
  let table: TableInProcess;
  beforeEach(async () => void (table = await openTable()));
  afterEach(() => table.close());

  it('each comes on record with one write more and no event, by pages that are read anyway', async () => {
    const pipeline = await openPipeline(table, { textCosts: true });
    await pipeline.endByCallbacks();
    const [before, told] = [await pipeline.writesOf(), await pipeline.recordsInOrder()];
    expect(told.map((record) => [record?.state, record?.cost_in_pounds])).toEqual([
      ['delivered', undefined],
      ['delivered', undefined],
      ['failed', undefined],
      ['delivered', undefined],
    ]);
    for (let minutes = 0; minutes < 3; minutes += 1) await pipeline.pass(minute);

    const known = await pipeline.recordsInOrder();
    expect(known.map((record) => [record?.state, record?.cost_in_pounds])).toEqual([
      ['delivered', expect.any(Number)],
      ['delivered', expect.any(Number)],
      ['failed', expect.any(Number)],
      ['delivered', undefined],
    ]);
    const after = await pipeline.writesOf();
    expect(after.map((count, place) => (count ?? 0) - (before[place] ?? 0))).toEqual([1, 1, 1, 0]);
    expect(pipeline.standIn.requests.count('GET /v2/notifications/{notification_id} 200')).toBe(0);
    expect(await table.items('awaited')).toEqual([]);
    expect(pipeline.monitor.measured.filter(({ metric }) => metric === 'Cost')).toHaveLength(3);
    const events = known.map((record, place) => deliveryEventOf(told[place], record as Delivery, pipelineId));
    expect(events).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('nothing more is written or asked of Notify without the prop', async () => {
    const pipeline = await openPipeline(table, { textCosts: false });
    await pipeline.endByCallbacks();
    const before = [await pipeline.writesOf(), await pipeline.recordsInOrder()];
    for (let minutes = 0; minutes < 2; minutes += 1) await pipeline.pass(minute);
    expect([await pipeline.writesOf(), await pipeline.recordsInOrder()]).toEqual(before);
    expect(await table.items('awaited')).toEqual([]);
    expect(pipeline.standIn.requests.count('GET /v2/notifications/{notification_id} 200')).toBe(0);
  });

  it('a text that Notify has deleted before its cost was read is awaited no more', async () => {
    const pipeline = await openPipeline(table, { textCosts: true });
    await pipeline.endByCallbacks();
    await pipeline.pass(10 * day);
    const [forgotten] = await pipeline.recordsInOrder();
    expect(forgotten).toMatchObject({ state: 'delivered' });
    expect(forgotten).not.toHaveProperty('cost_in_pounds');
    expect(await table.items('awaited')).toEqual([]);
  });

  it('a poll that is late does not write a cost again', async () => {
    const pipeline = await openPipeline(table, { textCosts: true });
    await pipeline.endByCallbacks();
    await pipeline.pass(minute);
    const [known] = await pipeline.recordsInOrder();
    expect(await table.store.endWait(known?.id ?? '', { cost_in_pounds: 9, cost_details: {} })).toBe(false);
    expect((await pipeline.recordsInOrder())[0]).toEqual(known);
  });
});
