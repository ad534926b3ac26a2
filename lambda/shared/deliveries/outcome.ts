import type { Delivery, DeliveryState, Failure } from '../../../lib/contract/delivery';
import type { Transition } from './delivery-store';

/** A change that ends a delivery, so far as anybody will know. */
export type Outcome = Transition & { readonly state: 'delivered' | 'failed' | 'sent_untracked' };

interface End {
  readonly state: Extract<DeliveryState, 'delivered' | 'failed'>;
  readonly failure?: Failure;
}

const failed = (failure: Failure): End => ({ state: 'failed', failure });

const ends: ReadonlyMap<string, End> = new Map<string, End>([
  ['delivered', { state: 'delivered' }],
  // A letter's word for it. One that came back shows as received too: only a callback reports that.
  ['received', { state: 'delivered' }],
  ['permanent-failure', failed('permanent')],
  ['temporary-failure', failed('temporary')],
  ['technical-failure', failed('technical')],
  ['validation-failed', failed('validation')],
  ['virus-scan-failed', failed('virus')],
  ['cancelled', failed('cancelled')],
  ['returned-letter', failed('returned')],
]);

/** The statuses on the way to an end. `sent` is the end of a text message to a country that reports no delivery. */
const onTheWay: ReadonlySet<string> = new Set([
  'created',
  'sending',
  'pending',
  'sent',
  'accepted',
  'pending-virus-check',
]);

/** Whether we do not know this status yet: Notify adds one from time to time. */
export const isNewStatus = (status: string): boolean => !ends.has(status) && !onTheWay.has(status);

/** Whether it is an end: nothing can come after it that says otherwise, except that a letter came back. */
export const isEnd = (status: string): boolean => ends.has(status);

/** As much of a notification as an outcome is read from. */
export interface ReportedStatus {
  readonly status: string;
  readonly completed_at: string | null;
  readonly is_cost_data_ready: boolean;
  readonly cost_in_pounds: number | null;
  readonly cost_details: object;
}

/**
 * What Notify's status means for the record. `undefined` while the end is not known: a status that we do not know
 * yet is not an end.
 * @see https://docs.notifications.service.gov.uk/rest-api.html#get-the-status-of-one-message-response
 */
export function endOf(status: string, completedAt: string | null | undefined, changedAt: string): Outcome | undefined {
  const end = ends.get(status);
  if (!end) return undefined;
  return {
    ...end,
    status,
    changed_at: changedAt,
    // Notify leaves it empty when a virus was found.
    completed_at: completedAt ?? changedAt,
    ...(end.failure ? { reason: `Notify says ${status}` } : {}),
  };
}

/** How the record changes when Notify is asked. `undefined` while the end is not known. */
export function outcomeOf(notification: ReportedStatus, changedAt: string): Outcome | undefined {
  const end = endOf(notification.status, notification.completed_at, changedAt);
  return end && { ...end, ...costOf(notification) };
}

/** What Notify says that a message cost. */
export type RecordedCost = Pick<Delivery, 'cost_in_pounds' | 'cost_details'>;

/** `undefined` while Notify does not know it. */
export const costOf = ({
  is_cost_data_ready,
  cost_in_pounds,
  cost_details,
}: ReportedStatus): RecordedCost | undefined =>
  is_cost_data_ready && cost_in_pounds !== null ? { cost_in_pounds, cost_details: { ...cost_details } } : undefined;
