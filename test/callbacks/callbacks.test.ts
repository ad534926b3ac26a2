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

describe('callbacks: delivery receipt', () => {
  it.each([
    ['delivered', { state: 'delivered', status: 'delivered' }],
    ['permanent-failure', { state: 'failed', failure: 'permanent', reason: 'Notify says permanent-failure' }],
    ['temporary-failure', { state: 'failed', failure: 'temporary' }],
    ['technical-failure', { state: 'failed', failure: 'technical' }],
  ])('a delivery receipt that says %s is on record once it is answered, and is counted', async (status, end) => {
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
    const technical = status === 'technical-failure' ? { TechnicalFailure: 1 } : {};
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, [outcome]: 1, ...technical });
  });

  it('an outcome is counted for its channel, with how long it took and how late it became known', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent', { type: 'sms', awaited: 'sms' }));
    const times = { created_at: iso(noon - 90_000), completed_at: iso(noon - 20_000) };
    await receipts.status(receiptFor(sent, { ...times, notification_type: 'sms' }));
    expect(receipts.monitor.byChannel).toMatchObject({ 'Delivered sms': 1, 'OutcomeCallback sms': 1 });
    expect(receipts.monitor.measured).toEqual([
      { metric: 'TimeToOutcome', value: 90, channel: 'sms' },
      { metric: 'OutcomeDelay', value: 20, channel: 'sms' },
    ]);
  });

  it('a repeated delivery receipt changes nothing', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    await receipts.status(receiptFor(sent));
    const after = await recordOf(sent);
    receipts.clock.moveBy(300_000);
    expect(await receipts.status(receiptFor(sent))).toBe(204);
    expect(await recordOf(sent)).toEqual(after);
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 2, Delivered: 1 });
  });

  it('a delivery receipt that arrives 16 times at once is recorded once', async () => {
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

  it('the first of two contradictory delivery receipts is recorded, and the second has no effect', async () => {
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

  it('a delivery receipt for a message that was given up as untracked records its outcome', async () => {
    const untracked = await onRecord(aDeliveryThatIs('sent_untracked', { reason: 'Notify has deleted it' }));
    expect(await receipts.status(receiptFor(untracked))).toBe(204);
    expect(await recordOf(untracked)).toMatchObject({ state: 'delivered', status: 'delivered' });
    expect(await recordOf(untracked)).not.toHaveProperty('reason');
  });

  it.each(['sending', 'held'] as const)(
    'a delivery receipt for a record that says %s settles it, and fills in what was not known',
    async (state) => {
      // One that is held was attempted before: nobody reports what was never given to Notify.
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

  it('a delivery receipt is recorded even if fields that do not matter hold odd values', async () => {
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

  it('an unknown status is recorded as it is and counted, and does not settle the delivery', async () => {
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

  it('an unknown status that arrives before we record the acceptance leaves the delivery awaited', async () => {
    const delivery = await onRecord(aDelivery());
    await receipts.status(
      receiptFor(delivery, aReceipt({ reference: referenceOf(delivery), status: 'out-for-delivery' })),
    );
    expect(await recordOf(delivery)).toMatchObject({ state: 'sent', status: 'out-for-delivery', attempts: 1 });
    expect(await awaited(delivery)).toBe(true);
  });

  it.each([
    ['with no reference', null],
    ['with a foreign reference', 'amala@example.com'],
    ['with our reference and no record', `${pipelineId}/${aDelivery().id}`],
    ['for another pipeline with no route', `amala@example.com/${aDelivery().id}`],
  ])('a delivery receipt %s gets 204, is counted, and creates no record', async (_what, reference) => {
    const before = await table.items();
    expect(await receipts.status(aReceipt({ reference }))).toBe(204);
    expect(receipts.monitor.counts).toMatchObject({ CallbackUnmatched: 1 });
    expect(await table.items()).toEqual(before);
    expect(JSON.stringify(receipts.monitor.said)).not.toContain('amala');
  });

  it('a delivery receipt for a second copy that arrived settles the delivery as a suspected duplicate', async () => {
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

  it('a delivery receipt for a second copy that failed leaves the first copy awaited, and is noted once', async () => {
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

  it('a delivery receipt that arrives in order needs no read of the record', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    const find = jest.spyOn(table.store, 'find');
    await receipts.status(receiptFor(sent));
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });

  it('a delivery receipt gets 503 when the table fails, and is recorded on the retry', async () => {
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

  it('a delivery receipt gets 503 when its record keeps changing', async () => {
    const sent = await onRecord(aDeliveryThatIs('sent'));
    const restless = storeWith(table.store, { transition: async () => false });
    expect(await openReceipts(restless).status(receiptFor(sent))).toBe(503);
  });
});

describe('callbacks: returned letter', () => {
  it('a returned letter ends as failed even if it was delivered, and its cost stays on record', async () => {
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

  it('a letter that is returned before its dispatch is known is not recorded as delivered later', async () => {
    const letter = await onRecord(aDeliveryThatIs('sent', { type: 'letter', awaited: 'letter' }));
    await receipts.status(
      returnOf(letter, { template_id: '10000000-0000-4000-8000-000000000001', template_version: 3 }),
    );
    expect(await awaited(letter)).toBe(false);
    await receipts.status(receiptFor(letter, { notification_type: 'letter' }));
    expect(await recordOf(letter)).toMatchObject({ state: 'failed', failure: 'returned' });
  });

  it('a returned letter that is reported 16 times at once is recorded once', async () => {
    const letter = await onRecord(aDeliveryThatIs('delivered', { type: 'letter' }));
    await Promise.all(Array.from({ length: 16 }, () => receipts.status(returnOf(letter))));
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 16, Failed: 1 });
  });

  it('a returned letter that was sent from the website gets 204 and is counted', async () => {
    expect(await receipts.status(aReturnedLetter())).toBe(204);
    expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, CallbackUnmatched: 1 });
  });
});

describe('callbacks: routing', () => {
  const { id } = aDelivery();

  it.each([
    ['delivery receipt', aReceipt({ reference: `order 7/test/${id}` })],
    ['returned letter', aReturnedLetter({ reference: `test/${id}` })],
    ['complaint', aComplaint({ reference: `test/${id}` })],
  ])(
    'a %s for another pipeline goes to its bus without any address, and nothing is recorded here',
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

  it('a callback for a pipeline with a queue goes to that queue', async () => {
    expect(await receipts.status(aReceipt({ reference: `preview/${id}` }))).toBe(204);
    expect(receipts.queued()).toEqual([
      { QueueUrl: 'https://the-queue', MessageBody: expect.stringContaining('"pipeline_id":"preview"') as string },
    ]);
    expect(JSON.stringify(receipts.queued())).not.toContain(recipient);
  });

  it.each(['test', 'preview'])('a callback gets 503 when the route to %s fails', async (pipeline) => {
    receipts.busFails();
    receipts.queueFails();
    expect(await receipts.status(aReceipt({ reference: `${pipeline}/${id}` }))).toBe(503);
    expect(receipts.monitor.counts).toEqual({ Fault: 1 });
  });

  it.each(['test', 'preview'])(
    'a callback settles its delivery in the pipeline that it is routed to, by the route to %s',
    async (pipeline) => {
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
    },
  );

  it('a callback is routed once: one that arrives for a third pipeline is counted and goes nowhere', async () => {
    expect(await receipts.takeRouted(handedOn(aReceipt({ reference: `test/${id}` })))).toEqual(allDone);
    expect(receipts.puts()).toEqual([]);
    expect(receipts.monitor.counts).toEqual({ BadCallback: 1 });
  });

  const nothingOfNotifys = [null, 'a text', {}, { id: 'x' }].map((callback) => handedOn(callback));
  it.each(['', 'a text', 'null', '[]', '{}', ...nothingOfNotifys])(
    'a routed callback that reads %j is counted and not retried',
    async (body) => {
      expect(await receipts.takeRouted(body)).toEqual(allDone);
      expect(receipts.monitor.counts).toEqual({ BadCallback: 1 });
    },
  );

  it('a routed callback that cannot be recorded stays on its queue, and the others do not', async () => {
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
