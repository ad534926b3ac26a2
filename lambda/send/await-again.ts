import { channelOfDelivery, type Delivery } from '../../lib/contract/delivery';
import type { DeliveryStore } from '../shared/deliveries/delivery-store';

/**
 * Awaits the status of a delivery that may be on no list, because its worker died after it was on record as sent and before
 * the list was. If it is on one after all, a second entry does no harm.
 */
export async function awaitAgain(store: Pick<DeliveryStore, 'annotate'>, delivery: Delivery): Promise<void> {
  const { id, state, awaited } = delivery;
  const channel = channelOfDelivery(delivery);
  if (state !== 'sent' || awaited !== undefined || channel === undefined) return;
  await store.annotate(id, { awaited: channel }, { state });
}
