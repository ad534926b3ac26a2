import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import type { Delivery } from '../../lib/contract/delivery';
import { isSmokeTest } from '../../lib/deliveries/recipient';
import type { Change } from '../../lib/deliveries/store';
import type { Answer } from './attempt';

/** What is written of a message, and what is done with it then. */
export interface Conclusion {
  readonly change: Change;
  readonly metric: MetricName;
  readonly next:
    | { readonly kind: 'done' }
    /** It comes back at that time, in milliseconds since the epoch. */
    | { readonly kind: 'put back'; readonly at: number }
    | { readonly kind: 'bury'; readonly reason: string };
}

const second = 1000;
const minute = 60 * second;
/** Notify may work on a request for 30 seconds. Before this has passed a look-up proves nothing. */
const settledAfter = 45 * second;
/** How often Notify itself may fail on one message before it is given up. */
const mostFailures = 10;
/** How often nobody may know what became of it: about a day, in which Notify answers when it is asked for the message. */
const mostAttempts = 100;

const { names } = metrics;
const done = { kind: 'done' } as const;

/** What keeps a message from being given to Notify at all. */
export function tooLateOrEarly(message: QueueMessage, now: number): Conclusion | undefined {
  const changed_at = iso(now);
  if (message.expires_at !== undefined && Date.parse(message.expires_at) <= now) {
    const reason = 'it was not sent before expires_at';
    return { change: { state: 'expired', changed_at, reason }, metric: names.expired, next: done };
  }
  const start = message.send_after === undefined ? now : Date.parse(message.send_after);
  return start > now ? held('it waits for send_after', start, now) : undefined;
}

/** Ends a message that Notify was given again and again and, now that it was asked once more, does not have. */
export function tooOften(delivery: Delivery, now: number): Conclusion | undefined {
  const { attempts, failures = 0, reason: last = 'no answer' } = delivery;
  if (failures < mostFailures && attempts < mostAttempts) return undefined;
  const reason = `Notify did not take it in ${attempts} attempts; the last time: ${last}`;
  return {
    change: { state: 'failed', failure: 'technical', changed_at: iso(now), reason },
    metric: names.failed,
    next: { kind: 'bury', reason },
  };
}

/** The decision table of answers: what Notify's answer means for the record and for the message. */
export function conclude(answer: Answer, message: QueueMessage, delivery: Delivery, now: number): Conclusion {
  const changed_at = iso(now);
  const attempts = delivery.attempts + (answer.posted ? 1 : 0);
  switch (answer.kind) {
    case 'accepted': {
      const { notificationId: notification_id, templateVersion: template_version } = answer;
      const known = { changed_at, sent_at: changed_at, attempts, notification_id, ...optional({ template_version }) };
      if (isSmokeTest(message)) {
        const reason = 'a smoke-test recipient: Notify keeps nothing of it';
        return { change: { state: 'sent_untracked', ...known, reason }, metric: names.sent, next: done };
      }
      const awaited = channelOf(message.type);
      return { change: { state: 'sent', ...known, awaited }, metric: names.sent, next: done };
    }
    case 'rejected':
      return {
        change: { state: 'rejected', changed_at, attempts, reason: answer.reason },
        metric: names.rejected,
        next: done,
      };
    case 'key refused':
      return { ...waiting(answer.reason, now + 5 * minute), metric: names.keyRefused };
    case 'too fast':
      return waiting("Notify's rate limit is reached", now + second);
    case 'daily limit': {
      const what = answer.internationalOnly ? 'international text messages' : channelNames[channelOf(message.type)];
      return waiting(`Notify's daily limit for ${what} is spent`, nextMidnight(now));
    }
    case 'unknown': {
      const failures = (delivery.failures ?? 0) + (answer.posted && answer.counts ? 1 : 0);
      return unknown(answer, { attempts, ...(failures > 0 ? { failures } : {}) }, now);
    }
  }

  /** What was only asked for may be with Notify since an earlier attempt: it is not held, but asked for once more. */
  function waiting(reason: string, until: number): Conclusion {
    const wait = held(reason, until, now);
    return answer.posted ? wait : { ...wait, change: { ...wait.change, state: 'sending', lease_until: until } };
  }
}

function held(reason: string, until: number, now: number): Conclusion {
  return {
    change: { state: 'held', changed_at: iso(now), reason },
    metric: names.held,
    next: { kind: 'put back', at: until },
  };
}

function unknown(
  answer: { began: number; reason: string },
  tries: Pick<Delivery, 'attempts' | 'failures'>,
  now: number,
): Conclusion {
  const backOff = Math.min(15 * minute, settledAfter * 2 ** Math.max(0, tries.attempts - 1));
  const until = Math.max(answer.began + settledAfter, now + backOff);
  return {
    change: { state: 'sending', changed_at: iso(now), ...tries, lease_until: until, reason: answer.reason },
    metric: names.unknownOutcome,
    next: { kind: 'put back', at: until },
  };
}

const channelNames = { email: 'emails', sms: 'text messages', letter: 'letters' } as const;

/** Notify counts its days in UTC. */
function nextMidnight(now: number): number {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1);
}

const iso = (now: number): string => new Date(now).toISOString();

const optional = ({ template_version }: { template_version: number | undefined }) =>
  template_version === undefined ? {} : { template_version };
