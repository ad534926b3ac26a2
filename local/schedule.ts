import { nextPoll } from '../lambda/poll/cadence';
import type { Channel } from '../lib/contract/message';
import { minute } from '../lib/contract/time';

interface Runs {
  readonly poll: () => Promise<void>;
  readonly release: () => Promise<void>;
  readonly releaseScheduled: () => Promise<void>;
}

/** What the scheduled functions could have to do. */
export interface Pending {
  /** When the latest delivery whose status is awaited was sent, by channel. Milliseconds since the epoch. */
  readonly awaited: ReadonlyMap<Channel, number>;
  /** When a held message can next be seen, in milliseconds since the epoch. */
  readonly heldFrom: number | undefined;
  /** When the next scheduled message is due, in milliseconds since the epoch. */
  readonly scheduledFrom: number | undefined;
}

/** Runs the scheduled functions on their minutes, and finds the next minute on which there is something for them. */
export class Schedule {
  readonly #interval: number;
  readonly #runs: Runs;
  #ran = 0;

  constructor(interval: number, runs: Runs) {
    this.#interval = interval;
    this.#runs = runs;
  }

  /** Milliseconds since the epoch; `Infinity` when there is nothing to wait for. */
  next(now: number, { awaited, heldFrom, scheduledFrom }: Pending): number {
    const release = heldFrom === undefined ? Infinity : after(Math.max(now, heldFrom - 1), minute);
    // In the minute before it is due a message is put on its queue, and seen when it is.
    const scheduled = scheduledFrom === undefined ? Infinity : after(Math.max(now, scheduledFrom - minute - 1), minute);
    return Math.min(release, scheduled, this.#nextPoll(now, awaited));
  }

  /** Runs what is due at this time, once. */
  async run(now: number): Promise<void> {
    if (now % minute === 0 && now !== this.#ran) {
      await this.#runs.release();
      await this.#runs.releaseScheduled();
      if (now % this.#interval === 0) await this.#runs.poll();
    }
    this.#ran = now;
  }

  /** The older a delivery, the less often it is looked at, and never but when younger ones would be too. */
  #nextPoll(now: number, awaited: ReadonlyMap<Channel, number>): number {
    return Math.min(...Array.from(awaited, ([channel, sentAt]) => nextPoll(channel, sentAt, now, this.#interval)));
  }
}

const after = (time: number, interval: number): number => (Math.floor(time / interval) + 1) * interval;
