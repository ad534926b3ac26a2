import { MemoryDeliveryStore } from '../../../local/aws/memory-store';
import { aChangeTo, aDeliveryThatIs } from '../../deliveries/deliveries';
import { storeContract } from '../../deliveries/store-contract';

describe('deliveries in this process', () => {
  storeContract(async () => new MemoryDeliveryStore());
});

test('a channel is awaited while a delivery of it is', async () => {
  const store = new MemoryDeliveryStore();
  const { id } = aDeliveryThatIs('sent');
  await store.create(aDeliveryThatIs('sent', { id }));
  expect([store.awaits('email'), store.awaits('sms')]).toEqual([true, false]);
  await store.advance(id, aChangeTo('delivered'));
  expect(store.awaits('email')).toBe(false);
});
