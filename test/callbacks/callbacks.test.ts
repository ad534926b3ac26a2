import type { Delivery } from '../../lib/contract/delivery';
import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { storeWith } from '../shared/deliveries/store-with';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aComplaint, aReceipt, aReturnedLetter, recipient, teamMember } from './callback-bodies';
import { handedOn, openReceipts, pipelineId, type ReceiptsInTest } from './callbacks-in-test';
import { iso } from '../../lib/contract/time';

const allDone = { batchItemFailures: [] };

let table: TableInProcess;
let receipts: ReceiptsInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  receipts = openReceipts(table.store);
});
afterAll(() => table.close());

const onRecord = async (delivery: Delivery): Promise<Delivery> => {
  await table.store.create(delivery);
  return delivery;
};
const recordOf = ({ id }: Delivery): Promise<Delivery | undefined> => table.store.find(id);
const referenceOf = ({ id, reference }: Delivery): string =>
  [...(reference ? [reference] : []), pipelineId, id].join('/');

/** A receipt for a delivery, with the id that is on record unless another is given. */
const receiptFor = (delivery: Delivery, fields: object = {}): object =>
  aReceipt({ id: delivery.notification_id, reference: referenceOf(delivery), ...fields });
const returnOf = (delivery: Delivery, fields: object = {}): object =>
  aReturnedLetter({ notification_id: delivery.notification_id, reference: referenceOf(delivery), ...fields });

/** What is left of the record is not awaited. */
const awaited = async ({ id }: Delivery): Promise<boolean> =>
  (await table.items('awaited')).some((item) => item['id'] === id);

describe('a delivery receipt', () => {
  it.each([
    ['delivered', { state: 'delivered', status: 'delivered' }],
    ['permanent-failure', { state: 'failed', failure: 'permanent', reason: 'Notify says permanent-failure' }],
    ['temporary-failure', { state: 'failed', failure: 'temporary' }],
    ['technical-failure', { state: 'failed', failure: 'technical' }],
  ])('that says %s is on record when it is answered, and counted', async (status, end) => {
    const sent = await onRecord(aDeliveryThatIs('sent', { reference: 'order/7' }));
    expect(await receipts.status(receiptFor(sent, { status }))).toBe(204);
    expect(await recordOf(sent)).toMatchObject({
      ...end,
      completed_at: '2026-03-02T12:00:41.654321Z',
      changed_at: iso(noon),
      notification_id: sent.notification_id,
    });
    expect(await awaited(sent)).toBe(false);
    const outcome = end.state === 'delivered' ? 'Delivered' : 'Failed';
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, [outcome]: 1 });
  });

  it('that comes twice changes nothing the second time', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    await receipts.status(receiptFor(sent));
    const after = await recordOf(sent);
    receipts.clock.moveBy(300_000);
    expect(await receipts.status(receiptFor(sent))).toBe(204);
    expect(await recordOf(sent)).toEqual(after);
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 2, Delivered: 1 });
  });

  it('of which 16 come at once is written once', async () => {
    for (const delivery of [aDeliveryThatIs('sent'), aDelivery()]) {
      receipts = openReceipts(table.store);
      await onRecord(delivery);
      const callback = receiptFor(
        delivery,
        delivery.notification_id ? {} : aReceipt({ reference: referenceOf(delivery) }),
      );
      const answers = await Promise.all(Array.from({ length: 16 }, () => receipts.status(callback)));
      expect(answers).toEqual(Array(16).fill(204));
      expect(receipts.monitor.counts).toMatchObject({ OutcomeCallback: 16, Delivered: 1 });
      expect(await recordOf(delivery)).toMatchObject({ state: 'delivered' });
    }
  });

  it('that contradicts an earlier one changes nothing, whichever comes first', async () => {
    for (const [first, second] of [
      ['delivered', 'temporary-failure'],
      ['temporary-failure', 'delivered'],
    ]) {
      const sent = await onRecord(aDeliveryThatIs('sent'));
      await receipts.status(receiptFor(sent, { status: first }));
      expect(await receipts.status(receiptFor(sent, { status: second }))).toBe(204);
      expect(await recordOf(sent)).toMatchObject({ status: first });
    }
  });

  it('of a message that was given up as untracked tells what became of it after all', async () => {
    const untracked = await onRecord(aDeliveryThatIs('sent_untracked', { reason: 'Notify does not hold it any more' }));
    expect(await receipts.status(receiptFor(untracked))).toBe(204);
    expect(await recordOf(untracked)).toMatchObject({ state: 'delivered', status: 'delivered' });
    expect(await recordOf(untracked)).not.toHaveProperty('reason');
  });

  it.each(['sending', 'held'] as const)(
    'that comes while the record says %s settles it, and says what was not known',
    async (state) => {
      // One that is held was attempted before: what was never given to Notify is told of by nobody.
      const delivery = await onRecord(aDeliveryThatIs(state, { attempts: state === 'held' ? 1 : 0 }));
      const callback = receiptFor(delivery, aReceipt({ reference: referenceOf(delivery) }));
      expect(await receipts.status(callback)).toBe(204);
      const after = await recordOf(delivery);
      expect(after).toMatchObject({
        state: 'delivered',
        notification_id: (callback as { id: string }).id,
        sent_at: '2026-03-02T12:00:00.123456Z',
        template_version: 12,
        attempts: 1,
        fingerprint: delivery.fingerprint,
      });
      expect(after).not.toHaveProperty('lease_until');
      expect(after).not.toHaveProperty('reason');
      expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, Delivered: 1, Sent: 1 });
    },
  );

  it('with odd fields where nothing depends on them is as good as any', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    const odd = {
      completed_at: 'yesterday',
      created_at: 5,
      template_version: '12',
      template_id: null,
      extra: { deep: 1 },
    };
    expect(await receipts.status(receiptFor(sent, odd))).toBe(204);
    expect(await recordOf(sent)).toMatchObject({ state: 'delivered', completed_at: iso(noon) });
  });

  it('with a status that nobody has heard of is kept as it is, counted, and is no end', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    expect(await receipts.status(receiptFor(sent, { status: 'out-for-delivery' }))).toBe(204);
    expect(await recordOf(sent)).toEqual({ ...sent, status: 'out-for-delivery' });
    expect(await awaited(sent)).toBe(true);
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, UnknownStatus: 1 });
    await receipts.status(receiptFor(sent));
    expect(await recordOf(sent)).toMatchObject({ state: 'delivered', status: 'delivered' });
    await receipts.status(receiptFor(sent, { status: 'out-for-delivery' }));
    expect(await recordOf(sent)).toMatchObject({ state: 'delivered', status: 'delivered' });
  });

  it('with such a status that comes before our own word of the message has it awaited', async () => {
    const delivery = await onRecord(aDelivery());
    await receipts.status(
      receiptFor(delivery, aReceipt({ reference: referenceOf(delivery), status: 'out-for-delivery' })),
    );
    expect(await recordOf(delivery)).toMatchObject({ state: 'sent', status: 'out-for-delivery', attempts: 1 });
    expect(await awaited(delivery)).toBe(true);
  });

  it.each([
    ['with no reference', null],
    ['with somebody else’s', 'amala@example.com'],
    ['with ours, of a message that is on no record', `${pipelineId}/${aDelivery().id}`],
    ['of another pipeline to which there is no route', `amala@example.com/${aDelivery().id}`],
  ])('%s is answered as done, counted, and makes no record', async (_what, reference) => {
    const before = await table.items();
    expect(await receipts.status(aReceipt({ reference }))).toBe(204);
    expect(receipts.monitor.counts).toMatchObject({ CallbackUnmatched: 1 });
    expect(await table.items()).toEqual(before);
    expect(JSON.stringify(receipts.monitor.said)).not.toContain('amala');
  });

  it('of another copy of the message that arrived settles it, and says that there are two', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    const copy = receiptFor(sent, aReceipt({ reference: referenceOf(sent) }));
    expect(await receipts.status(copy)).toBe(204);
    expect(await recordOf(sent)).toMatchObject({
      state: 'delivered',
      notification_id: sent.notification_id,
      duplicate_suspected: true,
    });
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, Delivered: 1, DuplicateSuspected: 1 });
  });

  it('of another copy that did not arrive leaves the one on record awaited, and says that there are two, once', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    const copy = receiptFor(sent, aReceipt({ reference: referenceOf(sent), status: 'permanent-failure' }));
    expect(await receipts.status(copy)).toBe(204);
    expect(await receipts.status(copy)).toBe(204);
    expect(await recordOf(sent)).toEqual({ ...sent, duplicate_suspected: true });
    expect(await awaited(sent)).toBe(true);
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 2, DuplicateSuspected: 1 });
    await receipts.status(receiptFor(sent));
    expect(await recordOf(sent)).toMatchObject({ state: 'delivered', duplicate_suspected: true });
  });

  it('costs one write and no read when it comes in its order', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    const find = jest.spyOn(table.store, 'find');
    await receipts.status(receiptFor(sent));
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });

  it('is asked for again when the table fails', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    for (const method of ['transition', 'find'] as const) {
      const store = storeWith(table.store, {
        ...(method === 'find' ? { transition: async () => false } : {}),
        [method]: () => Promise.reject(new Error('throttled')),
      });
      const failing = openReceipts(store);
      expect(await failing.status(receiptFor(sent))).toBe(503);
      expect(failing.monitor.counts).toMatchObject({ Fault: 1 });
    }
    expect(await recordOf(sent)).toEqual(sent);
    expect(await receipts.status(receiptFor(sent))).toBe(204);
  });

  it('is asked for again when its record does not stand still', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    const restless = storeWith(table.store, { transition: async () => false });
    expect(await openReceipts(restless).status(receiptFor(sent))).toBe(503);
  });
});

describe('a returned letter', () => {
  it('ends as failed, though it was delivered, and keeps its cost', async () => {
    const cost = { cost_in_pounds: 0.78, cost_details: { postage: 'second' } };
    const letter = await onRecord(aDeliveryThatIs('delivered', { type: 'letter', ...cost }));
    expect(await receipts.status(returnOf(letter))).toBe(204);
    expect(await recordOf(letter)).toMatchObject({
      state: 'failed',
      failure: 'returned',
      status: 'returned-letter',
      reason: 'Notify says returned-letter',
      completed_at: iso(noon),
      ...cost,
    });
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, Failed: 1 });
  });

  it('that is told before anybody knew that it was dispatched is not made delivered later', async () => {
    const letter = await onRecord(aDeliveryThatIs('sent', { type: 'letter', awaited: 'letter' }));
    await receipts.status(
      returnOf(letter, { template_id: '10000000-0000-4000-8000-000000000001', template_version: 3 }),
    );
    expect(await awaited(letter)).toBe(false);
    await receipts.status(receiptFor(letter, { notification_type: 'letter' }));
    expect(await recordOf(letter)).toMatchObject({ state: 'failed', failure: 'returned' });
  });

  it('that is told twice is written once', async () => {
    const letter = await onRecord(aDeliveryThatIs('delivered', { type: 'letter' }));
    await Promise.all(Array.from({ length: 16 }, () => receipts.status(returnOf(letter))));
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 16, Failed: 1 });
  });

  it('that somebody sent on the website is answered as done and counted', async () => {
    expect(await receipts.status(aReturnedLetter())).toBe(204);
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, CallbackUnmatched: 1 });
  });
});

describe('a callback for another pipeline', () => {
  const { id } = aDelivery();

  it.each([
    ['receipt', aReceipt({ reference: `order 7/test/${id}` })],
    ['returned letter', aReturnedLetter({ reference: `test/${id}` })],
    ['complaint', aComplaint({ reference: `test/${id}` })],
  ])(
    'such as a %s is put on its bus, without anybody’s address, and nothing is written here',
    async (_kind, callback) => {
      const before = await table.items();
      expect(await receipts.status(callback)).toBe(204);
      expect(receipts.puts()).toEqual([
        {
          EventBusName: 'arn:the-other-bus',
          Source: 'cdk-govuk-notify-callbacks',
          DetailType: 'Callback Routed',
          Detail: expect.stringContaining(`test/${id}`) as string,
        },
      ]);
      expect(JSON.stringify(receipts.puts())).not.toMatch(new RegExp(`${recipient}|${teamMember}`));
      expect(receipts.monitor.counts).toEqual({ CallbackRouted: 1 });
      expect(await table.items()).toEqual(before);
    },
  );

  it('is put on its queue, if that is where it leads', async () => {
    expect(await receipts.status(aReceipt({ reference: `preview/${id}` }))).toBe(204);
    expect(receipts.queued()).toEqual([
      { QueueUrl: 'https://the-queue', MessageBody: expect.stringContaining('"pipeline_id":"preview"') as string },
    ]);
    expect(JSON.stringify(receipts.queued())).not.toContain(recipient);
  });

  it.each(['test', 'preview'])('is asked for again when the way to %s is shut', async (pipeline) => {
    receipts.busFails();
    receipts.queueFails();
    expect(await receipts.status(aReceipt({ reference: `${pipeline}/${id}` }))).toBe(503);
    expect(receipts.monitor.counts).toEqual({ Fault: 1 });
  });

  it.each(['test', 'preview'])('settles its delivery where it arrives, by the way to %s', async (pipeline) => {
    const sent = await onRecord(aDeliveryThatIs('sent', { type: 'letter' }));
    const production = openReceipts(table.store, { pipelineId: 'production' });
    const other = openReceipts(table.store, { pipelineId: pipeline });
    await production.status(receiptFor(sent, { reference: `${pipeline}/${sent.id}` }));
    const [put] = production.puts() as [{ Detail: string }?];
    const [queued] = production.queued() as [{ MessageBody: string }?];
    const body = put?.Detail ?? queued?.MessageBody ?? '';
    expect(await other.takeRouted(body)).toEqual(allDone);
    expect(await recordOf(sent)).toMatchObject({ state: 'delivered' });
    expect(other.monitor.counts).toEqual({ OutcomeCallback: 1, Delivered: 1 });
  });

  it('is handed on once: what arrives for yet another one is counted, and goes nowhere', async () => {
    expect(await receipts.takeRouted(handedOn(aReceipt({ reference: `test/${id}` })))).toEqual(allDone);
    expect(receipts.puts()).toEqual([]);
    expect(receipts.monitor.counts).toEqual({ BadCallback: 1 });
  });

  const nothingOfNotifys = [null, 'a text', {}, { id: 'x' }].map((callback) => handedOn(callback));
  it.each(['', 'a text', 'null', '[]', '{}', ...nothingOfNotifys])(
    'that arrives as %j is counted, and does not come again',
    async (body) => {
      expect(await receipts.takeRouted(body)).toEqual(allDone);
      expect(receipts.monitor.counts).toEqual({ BadCallback: 1 });
    },
  );

  it('stays on its queue when it arrives and cannot be written down, and keeps no other there', async () => {
    const [stuck, free] = [await onRecord(aDeliveryThatIs('sent')), await onRecord(aDeliveryThatIs('sent'))];
    const failing = storeWith(table.store, {
      transition: (deliveryId, ...terms) =>
        deliveryId === stuck.id ? Promise.reject(new Error('throttled')) : table.store.transition(deliveryId, ...terms),
    });
    receipts = openReceipts(failing);
    expect(await receipts.takeRouted(...[stuck, free].map((sent) => handedOn(receiptFor(sent))))).toEqual({
      batchItemFailures: [{ itemIdentifier: '0' }],
    });
    expect(await recordOf(free)).toMatchObject({ state: 'delivered' });
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 2, Delivered: 1, Fault: 1 });
  });
});
