import type { Delivery } from '../../lib/contract/delivery';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { abandoned, type SendDecision } from './decide';
import { iso } from '../../lib/contract/time';

/** How often nobody may know what became of it. They come further and further apart, so it is never reached by an outage. */
const mostAttempts = 1000;
/** SQS counts a receive that no answer followed: by then something in the message kills whoever handles it. */
const mostReceives = 8;

const { names } = metrics;

/** What keeps a message from being given to Notify now, looked at before its turn and again after it. */
export function outsideSendWindow(message: QueueMessage, now: number): SendDecision | undefined {
  const changed_at = iso(now);
  if (message.expires_at !== undefined && Date.parse(message.expires_at) <= now) {
    const reason = 'it was not sent before expires_at';
    return { change: { state: 'expired', changed_at, reason }, metric: names.expired, next: { kind: 'done' } };
  }
  const start = message.send_after === undefined ? now : Date.parse(message.send_after);
  if (start <= now) return undefined;
  return {
    change: { state: 'held', changed_at, reason: 'it waits for send_after' },
    metric: names.held,
    next: { kind: 'requeue', at: start },
  };
}

/** Ends a message that has failed by itself too often. Whoever calls has asked Notify first, which does not have it. */
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
    return `Notify did not take it in ${attempts} attempts; the last time: ${reason ?? 'no answer'}`;
  }
  return receives >= mostReceives ? `it was received ${receives} times, and nobody could finish with it` : undefined;
}

/** What would have to wait for its turn for longer than a function should wait with it. */
export function rateLimited(turn: number, now: number): SendDecision {
  return {
    change: { state: 'held', changed_at: iso(now), reason: 'it waits for its turn' },
    metric: names.held,
    next: { kind: 'requeue', at: turn },
  };
}

/** Something of ours failed before the message could be given to Notify. Whoever calls puts it back. */
export function interrupted(now: number): SendDecision {
  return {
    change: { state: 'held', changed_at: iso(now), reason: 'the pipeline failed before it was sent' },
    metric: names.held,
    next: { kind: 'requeue', at: now },
  };
}
