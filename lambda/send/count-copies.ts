import type { Delivery } from '../../lib/contract/delivery';
import { formatReference } from '../../lib/contract/identity';
import type { QueueMessage } from '../../lib/contract/message';
import { markCopies } from './record-decision';
import type { SendDependencies } from './send-dependencies';
import { lookUp } from './submit';
import { timeNeeded } from './time-needed';

/** The reference under which Notify is given a delivery. */
export const referenceOf = (pipelineId: string, delivery: Delivery): string =>
  formatReference({ ...delivery, pipelineId, deliveryId: delivery.id });

/** Counts the messages that Notify has for a delivery which it was given again. */
export function createCountCopies({ store, notify, clock, deadline, monitor, pipelineId }: SendDependencies) {
  return countCopies;

  /**
   * The first attempt may have come through after all, though Notify did not have it when it was asked. Only looked at
   * once it is on record that Notify has one.
   */
  async function countCopies(message: QueueMessage, { id }: Delivery): Promise<void> {
    if (deadline.remaining() < timeNeeded.toCountCopies) return;
    const delivery = await store.find(id);
    if (!delivery || delivery.duplicate_suspected) return;
    const again = await lookUp(notify, message, referenceOf(pipelineId, delivery), clock);
    if (again?.kind !== 'accepted') return;
    await markCopies({ store, monitor }, delivery, { notificationId: again.notificationId, counted: again.copies });
  }
}
