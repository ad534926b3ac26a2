import type { Clock } from '../lib/clock';
import { Heap } from './heap';

/** A clock that stands still until it is moved, so that a letter's days pass in no time. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #sleepers = new Heap<() => void>();

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wakeUp = (): void => (signal?.aborted ? reject(signal.reason as Error) : resolve());
      if (signal?.aborted) return wakeUp();
      signal?.addEventListener('abort', wakeUp, { once: true });
      this.#sleepers.push(this.#now + milliseconds, wakeUp);
    });
  }

  /** When the next sleeper wakes up, in milliseconds since the epoch. */
  get nextAlarm(): number | undefined {
    return this.#sleepers.least;
  }

  /** Moves to that time and wakes up whoever slept until then. It never goes back. */
  advanceTo(time: number): void {
    this.#now = Math.max(this.#now, time);
    while (this.#sleepers.least !== undefined && this.#sleepers.least <= this.#now) this.#sleepers.pop()?.();
  }
}
