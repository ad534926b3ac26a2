import { setTimeout } from 'node:timers/promises';

/**
 * Where time comes from. Everything that waits or stamps takes one, so that tests and the local pipeline
 * can run days in seconds.
 */
export interface Clock {
  /** The time now, in milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves after `milliseconds`, or rejects with the signal's reason when `signal` is aborted first.
   */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal ? { signal } : {}),
};
