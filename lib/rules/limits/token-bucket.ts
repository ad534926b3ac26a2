/** What is left of one service's allowance of one key type. Never changed: `take` gives a new one. */
export interface NotifyBucket {
  readonly tokens: number;
  /** Milliseconds since the epoch. */
  readonly refilledAt: number;
}

const largestBurst = 1000;

function capacity(limitPerMinute: number): number {
  return Math.min(Math.ceil(limitPerMinute / 3) + 1, largestBurst);
}

/** A full bucket for a limit of so many requests a minute; `now` in milliseconds since the epoch. */
export function newBucket(limitPerMinute: number, now: number): NotifyBucket {
  return { tokens: capacity(limitPerMinute), refilledAt: now };
}

/**
 * Counts one request, or several at once: Notify checks a templated letter twice. A refused request takes a token
 * too, so a caller that keeps asking faster than the bucket fills gets nothing through.
 */
export function take(
  bucket: NotifyBucket,
  limitPerMinute: number,
  now: number,
  requests = 1,
): { bucket: NotifyBucket; allowed: boolean } {
  let tokens = refill(bucket, limitPerMinute, now);
  let allowed = true;
  // The first refusal ends the request, so later checks of the same request take nothing.
  for (let taken = 0; taken < requests && allowed; taken += 1) {
    tokens = Math.max(tokens - 1, 0);
    allowed = tokens >= 1;
  }
  return { bucket: { tokens, refilledAt: Math.max(now, bucket.refilledAt) }, allowed };
}

function refill(bucket: NotifyBucket, limitPerMinute: number, now: number): number {
  // Subtracted in seconds, as Notify's script does it: its rounding is part of the recorded answers.
  const elapsedSeconds = Math.max(now / 1000 - bucket.refilledAt / 1000, 0);
  return Math.min(bucket.tokens + elapsedSeconds * (limitPerMinute / 60), capacity(limitPerMinute));
}
