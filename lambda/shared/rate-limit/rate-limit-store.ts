import type { TokenBucket } from './token-bucket';

/** The bucket as it was before a taking, and how fast it refills now. */
export interface TakeResult {
  /** When it would have been full: milliseconds since the epoch. */
  readonly fullAt: number;
  /** Tokens a second. */
  readonly rate: number;
  /** `false`: so many wait before that nothing was taken. */
  readonly taken: boolean;
}

/** Where the bucket is kept that all senders share. */
export interface RateLimitStore {
  /** Takes tokens, so that the next worker finds them gone, unless the wait for them would be too long. */
  take(tokens: number, now: number): Promise<TakeResult>;
  /** Notify said that we are too fast: everyone pauses, and goes on slower. */
  slowDown(now: number): Promise<void>;
  read(now: number): Promise<TokenBucket>;
}
