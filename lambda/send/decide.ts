import type { Delivery } from '../../lib/contract/delivery';
import type { Lane } from '../../lib/contract/lane';
import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import { isSmokeTest } from '../shared/deliveries/recipient';
import type { Transition } from '../shared/deliveries/delivery-store';
import { comesBackAt, type Circuit } from '../shared/holds/circuit';
import { laneOf, holdEverything, holdUntilMidnight, type Hold } from '../shared/holds/hold';
import type { LaneFindings } from './lane-findings';
import type { SubmitResult } from './submit';
import { iso, minute, second } from '../../lib/contract/time';

/** What is written of a message, and what is done with it then. */
export interface SendDecision {
  readonly change: Transition;
  readonly metric: MetricName;
  /** What is counted besides. */
  readonly also?: readonly MetricName[];
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
/** How often Notify may give no answer when it is asked for a message, every quarter of an hour in the end: ten days. */
const mostLookups = 1000;
/** The longest that a message waits after a failure, if others of its lane are taken meanwhile … */
const longestBackOff = 15 * minute;
/** … and if none is: Notify answers, but may fail on all that it should keep. */
const longestAlone = 55 * minute;
const longestAfterRefusal = 160 * second;

const { names } = metrics;
const done = { kind: 'done' } as const;

/** The decision table of answers: what Notify's answer means for the record and for the message. */
export function decide(
  answer: SubmitResult,
  message: QueueMessage,
  delivery: Delivery,
  now: number,
  lane: LaneFindings = {},
): SendDecision {
  const changed_at = iso(now);
  const attempts = delivery.attempts + (answer.posted ? 1 : 0);
  switch (answer.kind) {
    case 'accepted': {
      const known: Omit<Transition, 'state'> = {
        changed_at,
        sent_at: changed_at,
        // Found without an attempt on record: the worker that made it died before it could be written.
        attempts: Math.max(1, attempts),
        notification_id: answer.notificationId,
        ...(answer.templateVersion === undefined ? {} : { template_version: answer.templateVersion }),
        ...(answer.copies > 1
          ? { duplicate_suspected: true, reason: `Notify has ${answer.copies} messages for it` }
          : {}),
      };
      if (isSmokeTest(message)) {
        const reason = 'a smoke-test recipient: Notify does not store it';
        return { change: { state: 'sent_untracked', ...known, reason }, metric: names.sent, next: done };
      }
      return { change: { state: 'sent', ...known, awaited: channelOf(message.type) }, metric: names.sent, next: done };
    }
    case 'rejected':
      return rejected(answer.reason, answer.mayChange);
    case 'not allowed': {
      if (lane.isMeant) return rejected(answer.reason, true);
      const { change, ...then } = waiting(answer.reason);
      if (lane.wasProbed) return { ...then, change: { ...change, attempts } };
      const { refusals = 0 } = delivery;
      const at = now + Math.min(longestAfterRefusal, 10 * second * 2 ** refusals);
      return {
        ...then,
        change: { ...change, attempts, refusals: refusals + 1 },
        next: { kind: 'requeue', at },
      };
    }
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
      const { failures = 0 } = delivery;
      const lookups = (delivery.lookups ?? 0) + (answer.posted ? 0 : 1);
      const tries = {
        attempts,
        ...(failures > 0 ? { failures } : {}),
        ...(lookups > 0 ? { lookups } : {}),
        failed_at: answer.posted ? answer.began : (delivery.failed_at ?? answer.began),
      };
      const longest = lane.takesOthers || !answer.posted ? longestBackOff : longestAlone;
      return lookups < mostLookups ? unknown(answer, tries, longest, now) : neverKnown(answer, tries, now);
    }
  }

  function waiting(reason: string, held = laneOf(message)): SendDecision {
    return { change: { state: 'held', changed_at, reason }, metric: names.held, next: { kind: 'hold', lane: held } };
  }

  function rejected(reason: string, mayChange: boolean): SendDecision {
    const change: Transition = { state: 'rejected', changed_at, attempts, reason };
    return { change: mayChange ? { ...change, may_change: true } : change, metric: names.rejected, next: done };
  }
}

/** A message waits for its lane to be seen to work. Until then nobody knows whose fault its failures were. */
export const awaitsLane = (
  { reason = 'Notify failed on it' }: Delivery,
  message: QueueMessage,
  now: number,
): SendDecision => ({
  change: { state: 'held', changed_at: iso(now), reason },
  metric: names.held,
  next: { kind: 'hold', lane: laneOf(message) },
});

/** Another message is the one that finds out whether its lane works again. */
export function awaitsProbe(circuit: Circuit, message: QueueMessage, now: number): SendDecision {
  const at = comesBackAt(circuit, now);
  return {
    change: { state: 'held', changed_at: iso(now), reason: circuit.reason },
    metric: names.held,
    next: at === undefined ? { kind: 'hold', lane: laneOf(message) } : { kind: 'requeue', at },
  };
}

/**
 * What may be with Notify since an earlier attempt, or come there however late, does not wait as what was never sent: it
 * is asked for anew when it comes back.
 */
export function toBeVerified({ change, ...then }: SendDecision, now: number): SendDecision {
  return { ...then, change: change.state === 'held' ? { ...change, state: 'sending', lease_until: now } : change };
}

/** Notify was given the message to somebody else than it was for, and the record says so. */
export const asRedirected = ({ change, also = [], ...then }: SendDecision): SendDecision => ({
  ...then,
  change: { ...change, redirected: true },
  also: [...also, names.redirected],
});

type Tries = Pick<Delivery, 'attempts' | 'failures' | 'failed_at' | 'lookups'>;

function unknown(answer: { began: number; reason: string }, tries: Tries, longest: number, now: number): SendDecision {
  const { attempts, lookups = 0 } = tries;
  const backOff = Math.min(longest, settledAfter * 2 ** Math.max(0, attempts + lookups - 1));
  const until = Math.max(answer.began + settledAfter, now + backOff);
  return {
    change: { state: 'sending', changed_at: iso(now), ...tries, lease_until: until, reason: answer.reason },
    metric: names.unknownOutcome,
    next: { kind: 'requeue', at: until },
  };
}

/** Notify may have it, so it cannot be sent again, and nobody can learn whether it has. */
function neverKnown(answer: { reason: string }, tries: Tries, now: number): SendDecision {
  const reason = `Notify may have it, but did not answer in ${mostLookups} look-ups; the last time: ${answer.reason}`;
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
