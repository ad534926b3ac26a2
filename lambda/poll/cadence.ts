import type { Channel } from '../../lib/contract/message';
import { day, hour, minute } from '../../lib/contract/time';

/** Messages up to this age that are older than those of the tier before are looked at once in every such period. */
export interface Tier {
  readonly maxAge: number;
  readonly every: number;
}

/** Notify itself ends emails and texts of three days, in the night after. Later there is hardly anything to be learnt. */
const quick: readonly Tier[] = [
  { maxAge: 10 * minute, every: minute },
  { maxAge: hour, every: 5 * minute },
  { maxAge: day, every: hour },
  { maxAge: 4 * day, every: 6 * hour },
  { maxAge: Infinity, every: day },
];

/** Letters are printed once a day, so nothing is to be learnt from minute to minute. */
const slow: readonly Tier[] = [
  { maxAge: 2 * day, every: hour },
  { maxAge: 10 * day, every: 6 * hour },
  { maxAge: Infinity, every: day },
];

/** How often messages are looked at, the youngest first. Each period is a multiple of the one before. */
export const tiers: Readonly<Record<Channel, readonly Tier[]>> = { email: quick, sms: quick, letter: slow };

/** Whether such a period began since then. Runs come a little early or late, periods do not. */
export const isDue = (every: number, since: number, now: number): boolean =>
  Math.floor(now / every) !== Math.floor(since / every);

/** The first time after now, of those at which the poll runs, at which a message sent then is looked at. */
export function nextPoll(channel: Channel, sentAt: number, now: number, interval: number): number {
  // A period is looked at in its first run, so of one that began since the last run the look is still to come.
  const after = (time: number, period: number): number => {
    const lastRun = Math.floor(time / interval) * interval;
    const begins = (Math.floor(lastRun / period) + 1) * period;
    return Math.ceil(begins / interval) * interval;
  };
  let at = now;
  for (const { maxAge, every } of tiers[channel]) {
    const look = after(at, every);
    if (look - sentAt <= maxAge) return look;
    // The end of the tier may lie between two looks, of which the second is the next tier's.
    at = Math.max(at, sentAt + maxAge);
  }
  return Infinity;
}

/**
 * When nobody can find out any more what happened to a message, in milliseconds after it was sent: Notify keeps emails and
 * texts for a week, letters until they are dispatched.
 */
export const untrackedAfter: Readonly<Record<Channel, number>> = { email: 8 * day, sms: 8 * day, letter: 60 * day };

/** How long a network abroad may still report what happened to a text message that Notify says it has sent. */
export const networkReportsWithin = 3 * day;

/** How long Notify's receipt of an outcome may take before it counts as lost. It is first sent within seconds. */
export const callbackOverdueAfter = minute;
