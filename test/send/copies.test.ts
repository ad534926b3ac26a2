import { createCallbackRecorder } from '../../lambda/callbacks/record-callback';
import { deliveryEventOf } from '../../lambda/shared/deliveries/delivery-event';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import type { Delivery } from '../../lib/contract/delivery';
import { deliveryId } from '../../lib/contract/identity';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { anEmail } from '../contract/messages';
import { aNotification } from '../shared/deliveries/notifications';
import { storeWith } from '../shared/deliveries/store-with';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aRecord } from './records';
import { meets } from './scripted-notify';
import { aKey, openSender, pipelineId, type SenderInTest } from './sender-in-test';

let table: TableInProcess;
let sender: SenderInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  sender = openSender(table);
});
afterAll(() => table.close());

const eventsOf = (changes: readonly (Delivery | undefined)[]) =>
  changes.slice(1).flatMap((after, place) => (after && deliveryEventOf(changes[place], after, pipelineId)) ?? []);

/** The request that was on its way lands in Notify after all, under the same reference. */
function landLate(reference: string): string {
  const { id } = aNotification({ type: 'email', reference });
  sender.notify.store(aNotification({ id, type: 'email', reference, created_at: '2026-03-02T12:00:01.000000Z' }));
  return id;
}

describe('a message that Notify has twice', () => {
  async function lost() {
    const key = aKey();
    const id = deliveryId(pipelineId, key);
    const record = aRecord({ ...anEmail, idempotency_key: key });
    sender.notify.nextPosts(meets.loss(false));
    await sender.take(record);
    return { id, reference: `${pipelineId}/${id}` };
  }

  test.each(['delivered', 'permanent-failure', 'sending'])(
    'is marked, counted and an event when the receipt of the first (%s) comes before the answer for the second',
    async (status) => {
      const { id, reference } = await lost();
      const { monitor, clock, notify } = sender;
      const { deliveryReceipt } = createCallbackRecorder({ store: table.store, clock, monitor, textCosts: false });
      // While it is posted again, the first request lands, and Notify reports it.
      let late: string | undefined;
      notify.whenAsked = () => {
        if (notify.arrived === 3) late = landLate(reference);
      };
      notify.busyUntil = Promise.resolve();
      const known: (Delivery | undefined)[] = [await table.store.find(id)];
      const store = storeWith(table.store, {
        transition: async (...change: Parameters<DeliveryStore['transition']>) => {
          if (late !== undefined) await deliveryReceipt?.({ id: late, reference, status }, id);
          known.push(await table.store.find(id));
          return table.store.transition(...change);
        },
      });
      const second = openSender(table, { store, clock, monitor, notify: dependenciesOf(sender) });
      clock.moveBy(45_000);
      await second.take(...sender.queues.due(clock.now()));
      known.push(await table.store.find(id));
      expect(notify.rows).toHaveLength(2);
      expect(known.at(-1)).toMatchObject({ notification_id: late, duplicate_suspected: true });
      expect(monitor.counts).toMatchObject({ DuplicateSuspected: 1 });
      expect(eventsOf(known).at(-1)?.detail).toMatchObject({ delivery_id: id, duplicate_suspected: true });
    },
  );

  test('is marked, counted and an event when only the look after it was sent again sees the other', async () => {
    const { id, reference } = await lost();
    const { notify, clock } = sender;
    notify.whenAsked = () => {
      if (notify.arrived === 4) landLate(reference);
    };
    await sender.letTheNextComeBack();
    expect(clock.now()).toBeGreaterThan(0);
    const delivery = await table.store.find(id);
    expect(delivery).toMatchObject({ state: 'sent', duplicate_suspected: true });
    expect(delivery?.reason).toBe('Notify has 2 messages for it');
    expect(sender.monitor.counts).toMatchObject({ Sent: 1, DuplicateSuspected: 1 });
    const { duplicate_suspected: _marked, ...before } = delivery ?? {};
    expect(deliveryEventOf(before as Delivery, delivery as Delivery, pipelineId)).toMatchObject({
      detailType: 'Notification Sent',
      detail: { duplicate_suspected: true },
    });
  });

  test('has that it was taken on record before anybody counts, because counting may take too long', async () => {
    const { id } = await lost();
    let states: unknown[] = [];
    sender.notify.whenAsked = () => {
      if (sender.notify.arrived === 4)
        states = sender.monitor.said.map(({ about }) => (about as { state?: string } | undefined)?.state);
    };
    await sender.letTheNextComeBack();
    expect(states).toContain('sent');
    expect(await table.store.find(id)).toMatchObject({ state: 'sent' });
  });

  test('is found by two workers with two answers: the second marks it', async () => {
    const key = aKey();
    const id = deliveryId(pipelineId, key);
    const record = aRecord({ ...anEmail, idempotency_key: key });
    const slow = openSender(table, {
      clock: sender.clock,
      monitor: sender.monitor,
      notify: dependenciesOf(sender),
      store: storeWith(table.store, {
        transition: async (...change: Parameters<DeliveryStore['transition']>) => {
          // Before it can write down what it knows, another has taken the message over, and sent it too.
          await table.store.transition(id, { ...change[1], notification_id: 'another' });
          return table.store.transition(...change);
        },
      }),
    });
    await slow.take(record);
    expect(await table.store.find(id)).toMatchObject({ notification_id: 'another', duplicate_suspected: true });
    expect(sender.monitor.counts).toMatchObject({ DuplicateSuspected: 1 });
  });
});

describe('a write whose answer was lost, and that the SDK makes again', () => {
  test('as the message is given up is known as our own: it becomes a dead letter at once', async () => {
    const record = aRecord({ ...anEmail, idempotency_key: aKey() });
    const store = storeWith(table.store, {
      transition: async (id, change, still) => {
        const written = await table.store.transition(id, change, still);
        return change.state === 'failed' ? table.store.transition(id, change, still) : written;
      },
    });
    const { clock, monitor, queues, take, notify } = openSender(table, { store });
    notify.nextPosts(meets.serverError());
    await take(record);
    clock.moveBy(200_000);
    await take({ ...record, attributes: { ...record.attributes, ApproximateReceiveCount: '8' } });
    expect(queues.buried).toHaveLength(1);
    expect(monitor.counts).toMatchObject({ Failed: 1 });
  });

  test.each(['first', 'second'])('as the %s claim is made is known as our own: it is sent at once', async (which) => {
    const key = aKey();
    const record = aRecord({ ...anEmail, idempotency_key: key });
    if (which === 'second') {
      await sender.take(aRecord({ ...anEmail, idempotency_key: key, send_after: '2026-03-02T12:10:00Z' }));
      sender.clock.moveBy(600_000);
    }
    const once = table.client.send.bind(table.client);
    let lost = false;
    const again = jest.spyOn(table.client, 'send').mockImplementation((async (command: object) => {
      const first = await once(command as never);
      const isClaim = command.constructor.name === 'PutCommand';
      if (!isClaim || lost) return first;
      lost = true;
      return once(command as never);
    }) as never);
    try {
      await sender.take(record);
    } finally {
      again.mockRestore();
    }
    expect(lost).toBe(true);
    expect(sender.notify.posts).toHaveLength(1);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
  });
});

/** The Notify of one sender, for another to use. */
function dependenciesOf({ notify, apiKey, clock }: SenderInTest) {
  const key = async (): Promise<string> => apiKey;
  return createNotifySource({ value: key, reread: key }, { transport: notify.transport, clock });
}
