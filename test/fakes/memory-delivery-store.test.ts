import { MemoryDeliveryStore } from './memory-delivery-store';
import { aChangeTo, aDeliveryThatIs } from '../shared/deliveries/deliveries';
import { storeContract } from '../shared/deliveries/store-contract';

describe('MemoryDeliveryStore', () => {
  storeContract(async () => new MemoryDeliveryStore());
});

test('latestAwaited gives the newest awaited delivery of a channel, if there is one', async () => {
  const store = new MemoryDeliveryStore();
  const [first, second] = ['2026-03-02T12:00:00.000Z', '2026-03-02T12:00:01.000Z'];
  const { id } = aDeliveryThatIs('sent');
  await store.create(aDeliveryThatIs('sent', { sent_at: first }));
  await store.create(aDeliveryThatIs('sent', { id, sent_at: second }));
  expect([store.latestAwaited('email'), store.latestAwaited('sms')]).toEqual([second, undefined]);
  await store.transition(id, aChangeTo('delivered'));
  expect(store.latestAwaited('email')).toBe(first);
});
