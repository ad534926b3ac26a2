import type { Delivery } from '../../lib/contract/delivery';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { laneOf, type Hold } from '../shared/holds/hold';
import { stoppedByGuard } from '../../lib/contract/recipient-guard';
import { abandoned, type SendDecision } from './decide';
import { iso } from '../../lib/contract/time';
import { waitsForSendAfter } from './delivery-record';

/** How often the outcome may be unknown. The attempts come further and further apart, so it is never reached by an outage. */
const mostAttempts = 1000;
/** SQS counts a receive that no answer followed: by then something in the message kills the worker that handles it. */
const mostReceives = 8;

const { names } = metrics;

/** What stops a message being given to Notify now, looked at before its turn and again after it. */
export function outsideSendWindow(message: QueueMessage, now: number): SendDecision | undefined {
  const changed_at = iso(now);
  if (message.expires_at !== undefined && Date.parse(message.expires_at) <= now) {
    const reason = 'it was not sent before expires_at';
    return { change: { state: 'expired', changed_at, reason }, metric: names.expired, next: { kind: 'done' } };
  }
  const start = message.send_after === undefined ? now : Date.parse(message.send_after);
  if (start <= now) return undefined;
  return {
    change: { state: 'held', changed_at, reason: waitsForSendAfter },
    metric: names.held,
    next: { kind: 'requeue', at: start },
  };
}

/** Ends a message whose recipient the guard does not allow. It may be published again when that has changed. */
export const recipientStopped = (now: number): SendDecision => ({
  change: { state: 'rejected', changed_at: iso(now), reason: stoppedByGuard, may_change: true },
  metric: names.rejected,
  also: [names.recipientStopped],
  next: { kind: 'done' },
});

/** Ends a message that has failed by itself too often. The caller has asked Notify first, which does not have it. */
export function attemptsExhausted(
  delivery: Delivery,
  { receives, maxFailures, now }: { receives: number; maxFailures: number; now: number },
): SendDecision | undefined {
  const reason = whyExhausted(delivery, receives, maxFailures);
  const { attempts, failures } = delivery;
  const tries = { attempts, ...(failures === undefined ? {} : { failures }) };
  return reason === undefined ? undefined : abandoned(reason, now, tries);
}

function whyExhausted({ attempts, failures = 0, reason }: Delivery, receives: number, maxFailures: number) {
  if (failures >= maxFailures || attempts >= mostAttempts) {
    return `Notify did not accept it in ${attempts} attempts; the last time: ${reason ?? 'no answer'}`;
  }
  return receives >= mostReceives ? `it was read ${receives} times, and no run finished it` : undefined;
}

/** What would have to wait for its turn for longer than a function should wait with it. */
export function rateLimited(turn: number, now: number): SendDecision {
  return {
    change: { state: 'held', changed_at: iso(now), reason: 'it waits for its turn' },
    metric: names.held,
    next: { kind: 'requeue', at: turn },
  };
}

/** A text message waits for the next day, as all others do, because the budget of this one is spent. */
export const budgetSpent = (message: QueueMessage, hold: Hold, now: number): SendDecision => ({
  change: { state: 'held', changed_at: iso(now), reason: hold.reason },
  metric: names.held,
  next: { kind: 'hold', lane: laneOf(message) },
  hold,
});

/** Something of ours failed before the message could be given to Notify. The caller puts it back. */
export function interrupted(now: number): SendDecision {
  return {
    change: { state: 'held', changed_at: iso(now), reason: 'the pipeline failed before it was sent' },
    metric: names.held,
    next: { kind: 'requeue', at: now },
  };
}
