import { metrics } from '../../lib/contract/metrics';
import { isDelivery } from '../../lib/contract/is-delivery';
import type { Monitor, StreamChange } from '../shared/ports';
import type { DeliveryChangeHandler, DeliveryChange } from './delivery-change';

export interface AnnounceDependencies {
  /** What follows from a change, in the order in which it is brought about. */
  readonly handlers: readonly DeliveryChangeHandler[];
  readonly monitor: Monitor;
}

/**
 * Brings about what follows from changes of deliveries. Answers the sequence numbers of those from which not everything
 * has followed: the stream hands them over again until it has, so nothing is lost while the bus or a queue is down.
 */
export function createAnnouncer({ handlers, monitor }: AnnounceDependencies) {
  return async (changes: readonly StreamChange[]): Promise<readonly string[]> => {
    const known = changes.flatMap((change) => deliveryChange(change) ?? []);
    let done = known;
    for (const follow of handlers) {
      // The stream goes on from the first that failed, so what follows from those behind it need not be tried now.
      done = done.slice(0, await follow(done));
    }
    return known.slice(done.length).map(({ sequenceNumber }) => sequenceNumber);
  };

  function deliveryChange({
    before,
    after,
    sequenceNumber,
  }: StreamChange): (DeliveryChange & StreamChange) | undefined {
    if (!after) return undefined;
    // An item that is no delivery would be published wrongly or not at all, and be retried until the stream deletes it.
    if (!isDelivery(after)) {
      monitor.count(metrics.names.unreadable);
      return undefined;
    }
    return { sequenceNumber, before: isDelivery(before) ? before : undefined, after };
  }
}
