import { channelOfDelivery, type Delivery } from '../../lib/contract/delivery';
import { metrics } from '../../lib/contract/metrics';
import type { DeliveryStore, Transition } from '../shared/deliveries/delivery-store';
import type { Monitor } from '../shared/ports';

export interface RecordDecisionDependencies {
  readonly store: DeliveryStore;
  readonly monitor: Monitor;
}

/** What is known of the messages that Notify has for a delivery. */
interface Copies {
  /** An id that Notify gave one of them. */
  readonly notificationId: string;
  /** How many there are, if they were counted. */
  readonly counted: number;
}

/**
 * Writes what was decided of a claimed message. `false`: it is not for this worker to say any more, and nothing was
 * changed, but that Notify has the message twice is on record no matter who had the last word.
 */
export async function recordDecision(
  dependencies: RecordDecisionDependencies,
  claimed: Delivery,
  change: Transition,
): Promise<boolean> {
  const { store } = dependencies;
  const { notification_id: notificationId } = change;
  // That Notify has it is true no matter who holds the claim by now. All else is for its holder to say.
  const still = notificationId === undefined ? { lease_until: claimed.lease_until } : {};
  if (await store.transition(claimed.id, change, still)) return true;
  const existing = await store.find(claimed.id);
  if (!existing) return false;
  if (isOwnWrite(existing, claimed, change)) return true;
  if (notificationId !== undefined) {
    await markCopies(dependencies, existing, { notificationId, counted: change.duplicate_suspected ? 2 : 1 });
  }
  return false;
}

/** Writes down that Notify has a delivery more than once, if it has, and nobody has said so before. */
export async function markCopies(
  { store, monitor }: RecordDecisionDependencies,
  existing: Delivery,
  { notificationId, counted }: Copies,
): Promise<void> {
  const copies = existing.notification_id === notificationId ? counted : Math.max(2, counted);
  if (copies < 2 || existing.duplicate_suspected) return;
  // Counted first: if it cannot be written, the alarm and the log still report it.
  monitor.count(metrics.names.duplicateSuspected, 1, channelOfDelivery(existing));
  monitor.warn('Notify has more than one message for a delivery', { delivery_id: existing.id });
  const reason = existing.reason === undefined ? { reason: `Notify has ${copies} messages for it` } : {};
  await store.annotate(existing.id, { duplicate_suspected: true, ...reason }, {});
}

/** The answer to a write may be lost, and the SDK then finds that it cannot be made again. */
const isOwnWrite = (existing: Delivery, claimed: Delivery, change: Transition): boolean =>
  claimed.claim !== undefined &&
  existing.claim === claimed.claim &&
  existing.state === change.state &&
  existing.changed_at === change.changed_at &&
  existing.notification_id === (change.notification_id ?? claimed.notification_id);
