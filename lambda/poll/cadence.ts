import type { Channel } from '../../lib/contract/message';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Messages up to this age are looked at this often. */
interface Tier {
  readonly upTo: number;
  readonly every: number;
}

const quick: readonly Tier[] = [
  { upTo: 10 * minute, every: minute },
  { upTo: hour, every: 5 * minute },
  { upTo: day, every: hour },
  { upTo: Infinity, every: 6 * hour },
];

/** Letters are printed once a day, so nothing is to be learned from minute to minute. */
const slow: readonly Tier[] = [
  { upTo: 2 * day, every: hour },
  { upTo: 10 * day, every: 6 * hour },
  { upTo: Infinity, every: day },
];

const tiers: Readonly<Record<Channel, readonly Tier[]>> = { email: quick, sms: quick, letter: slow };

/**
 * How far back this run looks, in milliseconds; 0 for not at all. It follows from the time alone, so there is nothing
 * to remember between runs: a tier is due when its period began since the run before.
 */
export function lookBack(channel: Channel, now: number, interval: number): number {
  const due = tiers[channel].filter(({ every }) => Math.floor(now / every) !== Math.floor((now - interval) / every));
  return due.at(-1)?.upTo ?? 0;
}

/**
 * When nobody will learn any more what became of a message, in milliseconds after it was sent: Notify keeps emails and
 * texts for a week, letters until they are dispatched.
 */
export const givenUpAfter: Readonly<Record<Channel, number>> = { email: 8 * day, sms: 8 * day, letter: 60 * day };
