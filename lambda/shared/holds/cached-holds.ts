import type { Clock } from '../../../lib/contract/clock';
import type { Lane } from '../../../lib/contract/lane';
import { activeHold, type Hold } from './hold';

/** Where holds are kept, for all functions to see. */
export interface HoldStore {
  all(): Promise<readonly Hold[]>;
  /** Writes a hold where none stands. One that stands stays as it is. */
  place(hold: Hold, now: number): Promise<void>;
  /** Replaces a hold that nobody has changed meanwhile, or takes it away. */
  replace(seen: Hold, by: Hold | undefined): Promise<void>;
}

/** How long what was read is taken to be so, in milliseconds: by then every sender knows of a hold, and of its end. */
export const holdsCacheMilliseconds = 5000;

/** A sender's view of the holds: read at most every five seconds, however many messages ask. */
export class CachedHolds {
  readonly #store: HoldStore;
  readonly #clock: Pick<Clock, 'now'>;
  #seen: { readonly holds: Promise<readonly Hold[]>; readonly until: number } | undefined;

  constructor(store: HoldStore, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The hold that stops a lane now, if any. */
  async active(lane: Lane): Promise<Hold | undefined> {
    const now = this.#clock.now();
    if (!this.#seen || this.#seen.until <= now || this.#seen.until > now + holdsCacheMilliseconds) {
      const holds = this.#store.all();
      this.#seen = { holds, until: now + holdsCacheMilliseconds };
      holds.catch(() => (this.#seen = undefined));
    }
    return activeHold(await this.#seen.holds, lane, now);
  }

  async place(hold: Hold): Promise<void> {
    await this.#store.place(hold, this.#clock.now());
    this.#seen = undefined;
  }
}
