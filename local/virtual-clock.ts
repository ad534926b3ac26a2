import type { Clock } from '../lib/contract/clock';
import { Heap } from './heap';

interface Sleeper {
  readonly wakeUp: () => void;
  gone: boolean;
}

/** A clock that stands still until it is moved, so that a letter's days pass in no time. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #sleepers = new Heap<Sleeper>();

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        sleeper.gone = true;
        reject(signal?.reason as Error);
      };
      const sleeper: Sleeper = {
        gone: false,
        wakeUp: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      // As on the machine's clock, no time is ever between two milliseconds.
      this.#sleepers.push(Math.ceil(this.#now + milliseconds), sleeper);
    });
  }

  /** When the next sleeper wakes up, in milliseconds since the epoch. */
  get nextAlarm(): number | undefined {
    while (this.#sleepers.first?.gone) this.#sleepers.pop();
    return this.#sleepers.least;
  }

  /** Moves to that time and wakes up everything that slept until then. It never goes back. */
  advanceTo(time: number): void {
    this.#now = Math.max(this.#now, time);
    while ((this.nextAlarm ?? Infinity) <= this.#now) this.#sleepers.pop()?.wakeUp();
  }
}
