import type { Channel } from '../../lib/contract/message';
import {
  costOf,
  isEnd,
  isNewStatus,
  outcomeOf,
  type RecordedCost,
  type Outcome,
  type ReportedStatus,
} from '../shared/deliveries/outcome';
import type { AwaitedDelivery } from '../shared/deliveries/delivery-store';
import { untrackedAfter, callbackOverdueAfter, networkReportsWithin } from './cadence';
import { clockSkewAllowance } from './reconcile';
import { iso } from '../../lib/contract/time';

/** What Notify answers of a message: that, or that it does not hold it, or nothing that makes sense. */
export type LookupAnswer = ReportedStatus | 'not held' | 'no answer';

/** What is to be done about it. */
export type PollDecision =
  /** `missedCallback`: a callback should have brought it. */
  | { readonly kind: 'end'; readonly end: Outcome; readonly missedCallback: boolean }
  | { readonly kind: 'note'; readonly status: string }
  /** Its outcome was known, and now its cost is, or nobody will ever know it. */
  | { readonly kind: 'cost'; readonly cost: RecordedCost | undefined }
  /** Notify says that it does not hold what it cannot have forgotten yet: it is asked again. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'wait' };

export interface PollTerms {
  readonly channel: Channel;
  readonly now: number;
  /** Whether Notify sends receipts to this pipeline. */
  readonly callbacks: boolean;
}

const wait: PollDecision = { kind: 'wait' };
const noCost: PollDecision = { kind: 'cost', cost: undefined };

/**
 * No service can have Notify keep messages for less than three days. That it does not hold a younger one says nothing of
 * the message: the API key may be that of another service.
 */
const leastRetention = 3 * 24 * 3_600_000;

/** Decides what an answer means for a delivery whose status is awaited. */
export function decide(
  delivery: AwaitedDelivery,
  answer: LookupAnswer,
  { channel, now, callbacks }: PollTerms,
): PollDecision {
  const age = now - Date.parse(delivery.sent_at);
  const isCostAwaited = delivery.status !== undefined && isEnd(delivery.status);
  if (answer === 'not held') {
    if (age < clockSkewAllowance) return wait;
    if (age < leastRetention) return { kind: 'impossible' };
    return isCostAwaited ? noCost : untracked('Notify has deleted it');
  }

  if (isCostAwaited) {
    const cost = answer === 'no answer' ? undefined : costOf(answer);
    if (cost) return { kind: 'cost', cost };
    return age > untrackedAfter[channel] ? noCost : wait;
  }

  const told = answer === 'no answer' ? undefined : answer;
  const end = told && outcomeOf(told, iso(now));
  if (told && end) {
    if (!callbacks || !hasCallback(channel, told.status)) return { kind: 'end', end, missedCallback: false };
    // The first result is saved; only after a while is it known that the callback is missing.
    const isOverdue = now - Date.parse(told.completed_at ?? delivery.sent_at) >= callbackOverdueAfter;
    return isOverdue ? { kind: 'end', end, missedCallback: true } : wait;
  }
  if (channel === 'sms' && told?.status === 'sent' && age > networkReportsWithin) {
    return untracked('Notify sent it, but does not know whether it arrived', told.status);
  }
  if (age > untrackedAfter[channel]) return untracked('Notify reported no outcome for too long', told?.status);
  if (told && isNewStatus(told.status) && told.status !== delivery.status) return { kind: 'note', status: told.status };
  return wait;

  function untracked(reason: string, status?: string): PollDecision {
    const changed_at = iso(now);
    const known = status === undefined ? {} : { status };
    return { kind: 'end', end: { state: 'sent_untracked', changed_at, reason, ...known }, missedCallback: false };
  }
}

/** Notify sends none for letters, none for `sent`, and none when it gives up sending a message itself. */
const hasCallback = (channel: Channel, status: string): boolean => channel !== 'letter' && reported.has(status);

const reported: ReadonlySet<string> = new Set(['delivered', 'temporary-failure', 'permanent-failure']);
