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
  sleep: async (milliseconds, signal) => {
    const { setTimeout } = await import('node:timers/promises');
    await setTimeout(milliseconds, undefined, signal ? { signal } : {});
  },
};
