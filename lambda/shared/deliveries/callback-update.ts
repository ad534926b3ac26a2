import type { CallbackPayload } from '../../../lib/contract/callback';
import type { Delivery } from '../../../lib/contract/delivery';
import { channelOf, type Channel } from '../../../lib/contract/message';
import { endOf, type Outcome } from './outcome';
import { follows, mayBeWithNotify } from './states';
import type { Transition, Annotation } from './delivery-store';

/** What a callback of Notify's says about one message. */
export interface CallbackUpdate {
  readonly notificationId: string;
  /** If it says so. */
  readonly channel: Channel | undefined;
  readonly status: string;
  /** When Notify took it, if it says so. */
  readonly createdAt: string | undefined;
  readonly completedAt: string | undefined;
  readonly templateVersion: number | undefined;
}

export const updateOfDeliveryReceipt = (receipt: CallbackPayload<'deliveryReceipt'>): CallbackUpdate => ({
  notificationId: receipt.id,
  channel: receipt.notification_type,
  status: receipt.status,
  createdAt: receipt.created_at,
  completedAt: receipt.completed_at,
  templateVersion: receipt.template_version,
});

/** Notify does not say when it came back: that is when it reports it. */
export const updateOfReturnedLetter = (letter: CallbackPayload<'returnedLetter'>): CallbackUpdate => ({
  notificationId: letter.notification_id,
  channel: 'letter',
  status: 'returned-letter',
  createdAt: undefined,
  completedAt: undefined,
  templateVersion: letter.template_version,
});

/** What is to be written of a callback. */
export type CallbackDecision =
  | { readonly kind: 'end'; readonly end: Outcome }
  /** It is with Notify, which nobody knew. */
  | { readonly kind: 'sent'; readonly change: Transition }
  | { readonly kind: 'fact'; readonly facts: Annotation }
  /** It is on record, or something later is: nothing is left to do. */
  | { readonly kind: 'nothing' }
  /** Nobody ever gave the message to Notify, so Notify cannot report on it. */
  | { readonly kind: 'refused' };

const nothing: CallbackDecision = { kind: 'nothing' };

/** What a callback adds to the record of its message, whenever it comes and however often. */
export function decide(delivery: Delivery, update: CallbackUpdate, changedAt: string): CallbackDecision {
  if (!mayBeWithNotify(delivery)) return { kind: 'refused' };
  const end = endOf(update.status, update.completedAt, changedAt);
  if (delivery.notification_id !== undefined && delivery.notification_id !== update.notificationId) {
    return decideForCopy(delivery, end);
  }
  const missing = missingFields(delivery, update, changedAt);
  if (end) {
    const known = { ...end, ...missing };
    return follows(delivery, known) ? { kind: 'end', end: known } : nothing;
  }
  if (delivery.notification_id === undefined && delivery.type !== 'unknown') {
    // Nobody knew whether Notify has it. Now we do, and await its end.
    const awaited = channelOf(delivery.type);
    const change: Transition = { state: 'sent', status: update.status, changed_at: changedAt, awaited, ...missing };
    return follows(delivery, change) ? { kind: 'sent', change } : nothing;
  }
  const isNew = delivery.state === 'sent' && delivery.status !== update.status;
  return isNew ? { kind: 'fact', facts: { status: update.status } } : nothing;
}

/**
 * Notify has the message twice. That one of them arrived is true of the message; that one did not says nothing of the
 * one that is on record.
 */
function decideForCopy(delivery: Delivery, end: Outcome | undefined): CallbackDecision {
  const suspected = { duplicate_suspected: true } as const;
  if (end?.state === 'delivered' && follows(delivery, end)) {
    return { kind: 'end', end: { ...end, ...suspected } };
  }
  return delivery.duplicate_suspected ? nothing : { kind: 'fact', facts: suspected };
}

/** What the record would have said if our own word of it had been written first. */
function missingFields(
  delivery: Delivery,
  { notificationId, createdAt, templateVersion }: CallbackUpdate,
  changedAt: string,
) {
  return {
    ...(delivery.notification_id === undefined ? { notification_id: notificationId } : {}),
    ...(delivery.sent_at === undefined ? { sent_at: createdAt ?? changedAt } : {}),
    ...(delivery.template_version === undefined && templateVersion !== undefined
      ? { template_version: templateVersion }
      : {}),
    ...(delivery.attempts === 0 ? { attempts: 1 } : {}),
  };
}
