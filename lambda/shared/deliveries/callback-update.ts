import type { CallbackPayload } from '../../../lib/contract/callback';
import type { Delivery } from '../../../lib/contract/delivery';
import { channelOf } from '../../../lib/contract/message';
import { endOf, type Outcome } from './outcome';
import { mayFollow } from './states';
import type { Transition, Annotation } from './delivery-store';

/** What a callback of Notify's tells of one message. */
export interface CallbackUpdate {
  readonly notificationId: string;
  readonly status: string;
  /** When Notify took it, if it says so. */
  readonly createdAt: string | undefined;
  readonly completedAt: string | undefined;
  readonly templateVersion: number | undefined;
}

export const updateOfDeliveryReceipt = (receipt: CallbackPayload<'deliveryReceipt'>): CallbackUpdate => ({
  notificationId: receipt.id,
  status: receipt.status,
  createdAt: receipt.created_at,
  completedAt: receipt.completed_at,
  templateVersion: receipt.template_version,
});

/** Notify does not say when it came back: that is when it tells of it. */
export const updateOfReturnedLetter = (letter: CallbackPayload<'returnedLetter'>): CallbackUpdate => ({
  notificationId: letter.notification_id,
  status: 'returned-letter',
  createdAt: undefined,
  completedAt: undefined,
  templateVersion: letter.template_version,
});

/** What is to be written of news. */
export type CallbackDecision =
  | { readonly kind: 'end'; readonly end: Outcome }
  /** It is with Notify, which nobody knew. */
  | { readonly kind: 'sent'; readonly change: Transition }
  | { readonly kind: 'fact'; readonly facts: Annotation }
  /** It is on record, or later news is: nothing is left to do. */
  | { readonly kind: 'nothing' };

const nothing: CallbackDecision = { kind: 'nothing' };

/** What news adds to the record of its message, whenever it comes and however often. */
export function decide(delivery: Delivery, news: CallbackUpdate, changedAt: string): CallbackDecision {
  const end = endOf(news.status, news.completedAt, changedAt);
  if (delivery.notification_id !== undefined && delivery.notification_id !== news.notificationId) {
    return decideForCopy(delivery, end);
  }
  if (end)
    return follows(delivery, end)
      ? { kind: 'end', end: { ...end, ...missingFields(delivery, news, changedAt) } }
      : nothing;
  switch (delivery.state) {
    case 'sending':
    case 'held':
      // Nobody knew whether Notify has it. Now we do, and await its end.
      return delivery.type === 'unknown'
        ? nothing
        : {
            kind: 'sent',
            change: {
              state: 'sent',
              status: news.status,
              changed_at: changedAt,
              awaited: channelOf(delivery.type),
              ...missingFields(delivery, news, changedAt),
            },
          };
    case 'sent':
      return delivery.status === news.status ? nothing : { kind: 'fact', facts: { status: news.status } };
    default:
      return nothing;
  }
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

const follows = (delivery: Delivery, end: Outcome): boolean => mayFollow(end).includes(delivery.state);
