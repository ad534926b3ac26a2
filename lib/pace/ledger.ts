import type { Bucket } from './bucket';

/** The bucket as it was before a taking, and how fast it refills now. */
export interface Taken {
  /** When it would have been full: milliseconds since the epoch. */
  readonly fullAt: number;
  /** Tokens a second. */
  readonly rate: number;
}

/** Where the bucket is kept that all senders share. */
export interface PaceLedger {
  /** Takes tokens. Whoever takes next finds them gone. */
  take(tokens: number, now: number): Promise<Taken>;
  /** Notify said that we are too fast: everyone pauses, and goes on slower. */
  cut(now: number): Promise<void>;
  read(now: number): Promise<Bucket>;
}
