import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { openPoller } from './poller-in-test';
import { minute } from '../../lib/contract/time';

describe('when Notify sends receipts', () => {
  it('an outcome that one should have told, and that only the poll found, is counted', async () => {
    const poller = openPoller(new MemoryDeliveryStore(), { callbacks: true });
    await poller.sent({ ago: 5 * minute, completed: 4 * minute });
    await poller.sent({ ago: 5 * minute, completed: 4 * minute, type: 'sms', status: 'permanent-failure' });
    await poller.sent({ ago: 5 * minute, completed: 4 * minute, type: 'letter', status: 'received' });
    await poller.sent({ ago: 5 * minute, completed: 4 * minute, status: 'technical-failure' });
    await poller.poll();
    expect(poller.monitor.counts).toEqual({ Delivered: 2, Failed: 2, OutcomeByPollOnly: 2 });
  });

  it('a fresh outcome is left to its receipt, and learnt a minute later if none comes', async () => {
    const poller = openPoller(new MemoryDeliveryStore(), { callbacks: true });
    const delivery = await poller.sent({ ago: minute, completed: 1000 });
    await poller.poll();
    expect(await poller.recordOf(delivery)).toEqual(delivery);
    poller.clock.moveBy(minute);
    await poller.poll();
    expect(await poller.recordOf(delivery)).toMatchObject({ state: 'delivered' });
    expect(poller.monitor.counts).toEqual({ Delivered: 1, OutcomeByPollOnly: 1 });
  });

  it('an outcome that a receipt has brought is not looked for, and not counted', async () => {
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

describe('when Notify sends none', () => {
  it('nothing is waited for, and nothing counted as missing', async () => {
    const poller = openPoller(new MemoryDeliveryStore());
    await poller.sent({ ago: minute, completed: 1000 });
    await poller.poll();
    expect(poller.monitor.counts).toEqual({ Delivered: 1 });
  });
});
