import type { Delivery } from '../../lib/contract/delivery';
import type { Lane } from '../../lib/contract/lane';
import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import { isSmokeTest } from '../shared/deliveries/recipient';
import type { Transition } from '../shared/deliveries/delivery-store';
import { laneOf, holdEverything, holdUntilMidnight, type Hold } from '../shared/holds/hold';
import type { SubmitResult } from './submit';
import { iso, minute, second } from '../../lib/contract/time';

/** What is written of a message, and what is done with it then. */
export interface SendDecision {
  readonly change: Transition;
  readonly metric: MetricName;
  readonly next:
    | { readonly kind: 'done' }
    /** It comes back at that time, in milliseconds since the epoch. */
    | { readonly kind: 'requeue'; readonly at: number }
    /** It waits until no hold stops its lane. */
    | { readonly kind: 'hold'; readonly lane: Lane }
    | { readonly kind: 'dead-letter'; readonly reason: string };
  /** What stops not this message alone. */
  readonly hold?: Hold;
}

/** Notify may work on a request for 30 seconds. Before this has passed a look-up proves nothing. */
const settledAfter = 45 * second;
/** How often Notify may give no answer when it is asked for a message: about a day. */
const mostLookups = 100;

const { names } = metrics;
const done = { kind: 'done' } as const;

/** The decision table of answers: what Notify's answer means for the record and for the message. */
export function decide(answer: SubmitResult, message: QueueMessage, delivery: Delivery, now: number): SendDecision {
  const changed_at = iso(now);
  const attempts = delivery.attempts + (answer.posted ? 1 : 0);
  switch (answer.kind) {
    case 'accepted': {
      const known: Omit<Transition, 'state'> = {
        changed_at,
        sent_at: changed_at,
        // Found without an attempt on record: whoever made it died before it could be written.
        attempts: Math.max(1, attempts),
        notification_id: answer.notificationId,
        ...(answer.templateVersion === undefined ? {} : { template_version: answer.templateVersion }),
        ...(answer.copies > 1
          ? { duplicate_suspected: true, reason: `Notify has ${answer.copies} messages for it` }
          : {}),
      };
      if (isSmokeTest(message)) {
        const reason = 'a smoke-test recipient: Notify keeps nothing of it';
        return { change: { state: 'sent_untracked', ...known, reason }, metric: names.sent, next: done };
      }
      return { change: { state: 'sent', ...known, awaited: channelOf(message.type) }, metric: names.sent, next: done };
    }
    case 'rejected':
      return {
        change: { state: 'rejected', changed_at, attempts, reason: answer.reason },
        metric: names.rejected,
        next: done,
      };
    case 'key refused':
      return { ...waiting(answer.reason), metric: names.keyRefused, hold: holdEverything(answer.reason, now) };
    case 'rate limited':
      return { ...waiting("Notify's rate limit is reached"), next: { kind: 'requeue', at: now + 10 * second } };
    case 'daily limit': {
      const scope = answer.internationalOnly ? 'international_sms' : channelOf(message.type);
      const reason = `Notify's daily limit for ${limited[scope]} is spent`;
      // Notify may read a number as one of another country that looks like one of the UK, such as with a digit too many.
      const lane = scope === 'international_sms' ? scope : laneOf(message);
      return { ...waiting(reason, lane), hold: holdUntilMidnight(scope, reason, now) };
    }
    case 'unknown': {
      const failures = (delivery.failures ?? 0) + (answer.posted && answer.counts ? 1 : 0);
      const lookups = (delivery.lookups ?? 0) + (answer.posted ? 0 : 1);
      const tries = { attempts, ...(failures > 0 ? { failures } : {}), ...(lookups > 0 ? { lookups } : {}) };
      return lookups < mostLookups ? unknown(answer, tries, now) : neverKnown(answer, tries, now);
    }
  }

  function waiting(reason: string, lane = laneOf(message)): SendDecision {
    return { change: { state: 'held', changed_at, reason }, metric: names.held, next: { kind: 'hold', lane } };
  }
}

/**
 * What may be with Notify since an earlier attempt, or come there however late, does not wait as what was never sent: it
 * is asked for anew when it comes back.
 */
export function toBeVerified({ change, ...then }: SendDecision, now: number): SendDecision {
  return { ...then, change: change.state === 'held' ? { ...change, state: 'sending', lease_until: now } : change };
}

type Tries = Pick<Delivery, 'attempts' | 'failures' | 'lookups'>;

function unknown(answer: { began: number; reason: string }, tries: Tries, now: number): SendDecision {
  const { attempts, lookups = 0 } = tries;
  const backOff = Math.min(15 * minute, settledAfter * 2 ** Math.max(0, attempts + lookups - 1));
  const until = Math.max(answer.began + settledAfter, now + backOff);
  return {
    change: { state: 'sending', changed_at: iso(now), ...tries, lease_until: until, reason: answer.reason },
    metric: names.unknownOutcome,
    next: { kind: 'requeue', at: until },
  };
}

/** Notify may have it, so it cannot be sent again, and nobody can learn whether it has. */
function neverKnown(answer: { reason: string }, tries: Tries, now: number): SendDecision {
  const reason = `Notify may have it, and gave no answer in ${mostLookups} look-ups; the last time: ${answer.reason}`;
  return abandoned(reason, now, tries);
}

/** It becomes a dead letter, and its record says the same. */
export function abandoned(reason: string, now: number, tries?: Tries): SendDecision {
  return {
    change: { state: 'failed', failure: 'technical', changed_at: iso(now), ...tries, reason },
    metric: names.failed,
    next: { kind: 'dead-letter', reason },
  };
}

const limited = {
  email: 'emails',
  sms: 'text messages',
  international_sms: 'international text messages',
  letter: 'letters',
} as const;
