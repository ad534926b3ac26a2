export interface Bucket {
  readonly tokens: number;
  /** Milliseconds since the epoch. */
  readonly refilledAt: number;
}

export function newBucket(limitPerMinute: number, now: number): Bucket {
  return { tokens: Math.min(Math.ceil(limitPerMinute / 3) + 1, 1000), refilledAt: now };
}

export function take(
  bucket: Bucket,
  limitPerMinute: number,
  now: number,
  requests = 1,
): { bucket: Bucket; allowed: boolean } {
  throw new Error(`the bucket is not written yet: ${bucket.tokens} ${limitPerMinute} ${now} ${requests}`);
}
