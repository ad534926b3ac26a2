import { randomUUID } from 'node:crypto';
import { createCallbackRecorder } from '../../lambda/callbacks/record-callback';
import type { Delivery } from '../../lib/contract/delivery';
import { ClockInTest } from '../fakes/clock-in-test';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { aDelivery, noon } from '../shared/deliveries/deliveries';
import { iso } from '../../lib/contract/time';

/** A store in which another worker comes in between, once, after a record was read. */
class RacedStore extends MemoryDeliveryStore {
  #comesInBetween: (() => Promise<unknown>) | undefined;

  constructor(comesInBetween: (store: MemoryDeliveryStore) => Promise<unknown>) {
    super();
    this.#comesInBetween = () => comesInBetween(this);
  }

  override async find(id: string): Promise<Delivery | undefined> {
    const found = await super.find(id);
    const race = this.#comesInBetween;
    this.#comesInBetween = undefined;
    await race?.();
    return found;
  }
}

describe('callbacks: record a callback', () => {
  test('a callback is not written over a claim that came in between, though the state is the same', async () => {
    const delivery = aDelivery({ attempts: 0, lease_until: noon - 1 });
    const again = { state: 'sending', changed_at: iso(noon + 5), attempts: 3, lease_until: noon + 9 } as const;
    const store = new RacedStore((raced) => raced.transition(delivery.id, again));
    await store.create(delivery);
    const clock = new ClockInTest(noon + 10);
    const { deliveryReceipt } = createCallbackRecorder({
      store,
      clock,
      monitor: new RecordingMonitor(),
      textCosts: false,
    });
    await deliveryReceipt?.({ id: randomUUID(), status: 'delivered' }, delivery.id);
    expect(await store.find(delivery.id)).toMatchObject({ state: 'delivered', attempts: 3 });
  });
});
