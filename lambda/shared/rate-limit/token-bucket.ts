import { longestSlotWait, type RateLimitSettings } from '../../../lib/contract/rate-limit';
import { minute, second } from '../../../lib/contract/time';

/**
 * The pipeline's own token bucket, kept a little below Notify's, which gives nothing to a client that sends faster than it
 * refills. All senders share it.
 */
export interface TokenBucket {
  /** When the bucket will be full again if nobody takes from it: milliseconds since the epoch. */
  readonly fullAt: number;
  /** Tokens a second, as it was at `cutAt`. It grows back from there. */
  readonly rate: number;
  /** When Notify last said that we were too fast: milliseconds since the epoch. */
  readonly cutAt: number;
}

/** From the lowest rate to the full one. */
const recovery = 300 * second;
const lowest = 0.1;
/** A function cannot wait for longer than a minute for the second token of a letter. In tokens a second. */
const lowestOfAll = 1 / 60;
const cutTo = 0.7;
/** Notify is left alone for so long when it says that we are too fast. */
const pause = 1.5 * second;
/** What the dearest message costs, a letter from a template. */
const dearest = 2;
/** As many tokens as any batch needs: fifty letters take a hundred. */
export const mostAtOnce = 100;
/** One refusal is one fact, however many senders get it. */
const oneCut = 5 * second;

/** Tokens a second now: what it was when it was last cut, and what it has gained since. */
export function rateNow(bucket: TokenBucket, settings: RateLimitSettings, now: number): number {
  const since = now - bucket.cutAt;
  // Somebody's clock was wrong when it was cut.
  if (since < -minute) return settings.rate;
  return Math.min(settings.rate, bucket.rate + (Math.max(0, since) / recovery) * settings.rate);
}

/**
 * How long it takes to fill so much of the bucket at the full rate, in milliseconds. At a lower rate it holds less, so that
 * it takes as long: if it held as much, it would seem empty for minutes after a cut, and nothing would be sent.
 */
const fillingTime = (tokens: number, settings: RateLimitSettings): number => (tokens / settings.rate) * second;

/**
 * How long it may take at most until the bucket is full again for anyone to take so many tokens from it, in milliseconds:
 * the last of them would otherwise be waited for longer than a function should wait. Below 0: not even a full bucket gives
 * so many at once. It gives any one message its own.
 */
export function mostAhead(tokens: number, rate: number, settings: RateLimitSettings): number {
  const most = fillingTime(settings.burst, settings) + longestSlotWait - (tokens / rate) * second;
  return tokens <= dearest ? Math.max(0, most) : most;
}

/** When the bucket may at the latest be full again for anyone to take so many tokens: milliseconds since the epoch. */
export const latestFullAt = (bucket: TokenBucket, settings: RateLimitSettings, tokens: number, now: number): number =>
  now + mostAhead(tokens, rateNow(bucket, settings, now), settings);

/**
 * The latest time at which the bucket can be full again in good order. Beyond it, somebody's clock was wrong.
 * Milliseconds since the epoch.
 */
export function tooFarAhead(bucket: TokenBucket, settings: RateLimitSettings, now: number): number {
  const taking = (mostAtOnce / rateNow(bucket, settings, now)) * second;
  return now + fillingTime(settings.burst, settings) + longestSlotWait + pause + taking + minute;
}

/** The bucket of a pipeline that has not sent anything yet. */
export const fullBucket = (settings: RateLimitSettings, now: number): TokenBucket => ({
  fullAt: now,
  rate: settings.rate,
  cutAt: 0,
});

/**
 * The time at which each of several takings may be used, one after the other, from a bucket that will be full at
 * `fullAt`. Milliseconds since the epoch, never before now.
 */
export function slots(
  costs: readonly number[],
  { fullAt, rate, now, urgent }: { fullAt: number; rate: number; now: number; urgent: boolean },
  settings: RateLimitSettings,
): readonly number[] {
  const perToken = second / rate;
  const held = settings.burst - (urgent ? 0 : settings.urgentReserve);
  let taken = Math.max(fullAt, now);
  return costs.map((cost) => {
    const usableFrom = taken - fillingTime(held - cost, settings);
    taken += cost * perToken;
    return Math.max(now, usableFrom);
  });
}

/** How the bucket changes when Notify says that we are too fast. `undefined`: it is known already. */
export function slowedDown(bucket: TokenBucket, settings: RateLimitSettings, now: number): TokenBucket | undefined {
  if (Math.abs(now - bucket.cutAt) < oneCut) return undefined;
  const floor = Math.max(settings.rate * lowest, Math.min(settings.rate, lowestOfAll));
  const rate = Math.max(floor, rateNow(bucket, settings, now) * cutTo);
  // Others wait for the tokens that they have taken, and use them: what is taken next comes after those.
  const sane = bucket.fullAt <= tooFarAhead(bucket, settings, now);
  const givenUntil = sane ? bucket.fullAt - fillingTime(settings.burst, settings) : now;
  // Notify's bucket is empty, so ours is too: even urgent messages wait for the pause.
  const fullAt = Math.max(now + pause, givenUntil) + fillingTime(settings.burst, settings);
  return { rate, cutAt: now, fullAt };
}
