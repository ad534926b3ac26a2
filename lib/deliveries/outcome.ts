import type { DeliveryState, Failure } from '../contract/delivery';
import type { Notification } from '../notify';
import type { Change } from './store';

interface End {
  readonly state: Extract<DeliveryState, 'delivered' | 'failed'>;
  readonly failure?: Failure;
}

const failed = (failure: Failure): End => ({ state: 'failed', failure });

const ends: ReadonlyMap<string, End> = new Map<string, End>([
  ['delivered', { state: 'delivered' }],
  // A letter's word for it. One that came back shows as received too: only a callback tells of that.
  ['received', { state: 'delivered' }],
  ['permanent-failure', failed('permanent')],
  ['temporary-failure', failed('temporary')],
  ['technical-failure', failed('technical')],
  ['validation-failed', failed('validation')],
  ['virus-scan-failed', failed('virus')],
  ['cancelled', failed('cancelled')],
]);

/**
 * What Notify's status means for the record. `undefined` while the end is not known: a status that nobody has heard of
 * yet is not an end.
 * @see https://docs.notifications.service.gov.uk/rest-api.html#get-the-status-of-one-message-response
 */
export function outcomeOf(notification: Notification, changedAt: string): Change | undefined {
  const end = ends.get(notification.status);
  if (!end) return undefined;
  return {
    ...end,
    status: notification.status,
    changed_at: changedAt,
    // Notify leaves it empty when a virus was found.
    completed_at: notification.completed_at ?? changedAt,
    ...(notification.is_cost_data_ready
      ? { cost_in_pounds: notification.cost_in_pounds, cost_details: { ...notification.cost_details } }
      : {}),
    ...(end.failure ? { reason: `Notify says ${notification.status}` } : {}),
  };
}
