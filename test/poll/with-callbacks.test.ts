import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { openPoller } from './poller-in-test';
import { minute } from '../../lib/contract/time';

describe('poll: delivery receipts on', () => {
  it('an outcome that only the poll found, although a delivery receipt was due, is counted', async () => {
    const poller = openPoller(new MemoryDeliveryStore(), { callbacks: true });
    await poller.sent({ ago: 5 * minute, completed: 4 * minute });
    await poller.sent({ ago: 5 * minute, completed: 4 * minute, type: 'sms', status: 'permanent-failure' });
    await poller.sent({ ago: 5 * minute, completed: 4 * minute, type: 'letter', status: 'received' });
    await poller.sent({ ago: 5 * minute, completed: 4 * minute, status: 'technical-failure' });
    await poller.poll();
    expect(poller.monitor.counts).toEqual({ Delivered: 2, Failed: 2, TechnicalFailure: 1, OutcomeByPollOnly: 2 });
  });

  it('a fresh outcome is left to its delivery receipt, and recorded a minute later if none comes', async () => {
    const poller = openPoller(new MemoryDeliveryStore(), { callbacks: true });
    const delivery = await poller.sent({ ago: minute, completed: 1000 });
    await poller.poll();
    expect(await poller.recordOf(delivery)).toEqual(delivery);
    poller.clock.moveBy(minute);
    await poller.poll();
    expect(await poller.recordOf(delivery)).toMatchObject({ state: 'delivered' });
    expect(poller.monitor.counts).toEqual({ Delivered: 1, OutcomeByPollOnly: 1 });
  });

  it('an outcome that a delivery receipt has recorded is neither looked up nor counted', async () => {
    const store = new MemoryDeliveryStore();
    const poller = openPoller(store, { callbacks: true });
    const delivery = await poller.sent({ ago: minute, completed: 1000 });
    await poller.poll();
    await store.transition(delivery.id, { state: 'delivered', changed_at: delivery.changed_at });
    const before = poller.notify.reads.length;
    poller.clock.moveBy(minute);
    await poller.poll();
    expect(poller.notify.reads).toHaveLength(before);
    expect(poller.monitor.counts).toEqual({});
  });
});

describe('poll: delivery receipts off', () => {
  it('without delivery receipts no outcome waits and none is counted as missed', async () => {
    const poller = openPoller(new MemoryDeliveryStore());
    await poller.sent({ ago: minute, completed: 1000 });
    await poller.poll();
    expect(poller.monitor.counts).toEqual({ Delivered: 1 });
  });
});
