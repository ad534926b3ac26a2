import type { HoldStore } from '../../lambda/shared/holds/cached-holds';
import type { Hold, HoldScope } from '../../lambda/shared/holds/hold';

/** Holds in this process. */
export class MemoryHoldStore implements HoldStore {
  readonly #holds = new Map<HoldScope, Hold>();

  async all(): Promise<readonly Hold[]> {
    return [...this.#holds.values()];
  }

  async place(hold: Hold, now: number): Promise<void> {
    const standing = this.#holds.get(hold.scope);
    if (!standing || (standing.until <= now && !standing.probe)) this.#holds.set(hold.scope, hold);
  }

  async replace(seen: Hold, by: Hold | undefined): Promise<void> {
    const standing = this.#holds.get(seen.scope);
    if (standing?.since !== seen.since || standing.until !== seen.until) return;
    if (by) this.#holds.set(by.scope, by);
    else this.#holds.delete(seen.scope);
  }
}
