import type { Channel } from '../../lib/contract/message';
import { isNewStatus, outcomeOf, type Outcome, type Told } from '../shared/deliveries/outcome';
import type { AwaitedDelivery } from '../shared/deliveries/delivery-store';
import { givenUpAfter, receiptTakes, reportedWithin } from './cadence';
import { slack } from './reconcile';

/** What Notify answers of a message: that, or that it does not hold it, or nothing that makes sense. */
export type Answer = Told | 'not held' | 'no answer';

/** What is to be done about it. */
export type Decision =
  /** `missedReceipt`: a receipt should have told of it. */
  | { readonly kind: 'end'; readonly end: Outcome; readonly missedReceipt: boolean }
  | { readonly kind: 'note'; readonly status: string }
  | { readonly kind: 'wait' };

export interface Terms {
  readonly channel: Channel;
  readonly now: number;
  /** Whether Notify sends receipts to this pipeline. */
  readonly receipts: boolean;
}

const wait: Decision = { kind: 'wait' };

/** Decides what an answer means for a delivery whose status is awaited. */
export function decide(delivery: AwaitedDelivery, answer: Answer, { channel, now, receipts }: Terms): Decision {
  const age = now - Date.parse(delivery.sent_at);
  if (answer === 'not held') return age < slack ? wait : untracked('Notify does not hold it any more');

  const told = answer === 'no answer' ? undefined : answer;
  const end = told && outcomeOf(told, new Date(now).toISOString());
  if (told && end) {
    if (!receipts || !hasReceipt(channel, told.status)) return { kind: 'end', end, missedReceipt: false };
    // Whoever comes first writes it down; only after a while is it known that the receipt has not.
    const isOverdue = now - Date.parse(told.completed_at ?? delivery.sent_at) >= receiptTakes;
    return isOverdue ? { kind: 'end', end, missedReceipt: true } : wait;
  }
  if (channel === 'sms' && told?.status === 'sent' && age > reportedWithin) {
    return untracked('Notify has sent it, and nobody has reported whether it arrived', told.status);
  }
  if (age > givenUpAfter[channel]) return untracked('Notify knew of no end for too long', told?.status);
  if (told && isNewStatus(told.status) && told.status !== delivery.status) return { kind: 'note', status: told.status };
  return wait;

  function untracked(reason: string, status?: string): Decision {
    const changed_at = new Date(now).toISOString();
    const known = status === undefined ? {} : { status };
    return { kind: 'end', end: { state: 'sent_untracked', changed_at, reason, ...known }, missedReceipt: false };
  }
}

/** Notify sends none for letters, none for `sent`, and none when it gives up sending a message itself. */
const hasReceipt = (channel: Channel, status: string): boolean => channel !== 'letter' && reported.has(status);

const reported: ReadonlySet<string> = new Set(['delivered', 'temporary-failure', 'permanent-failure']);
