import type { Lane } from '../../lib/contract/lane';
import type { Circuit } from '../../lambda/shared/holds/circuit';
import type { Hold, HoldScope } from '../../lambda/shared/holds/hold';
import type { HoldStore, Stops } from '../../lambda/shared/holds/hold-store';

/** Holds and circuits in this process. */
export class MemoryHoldStore implements HoldStore {
  readonly #holds = new Map<HoldScope, Hold>();
  readonly #circuits = new Map<Lane, Circuit>();

  get stops(): Stops {
    return { holds: [...this.#holds.values()], circuits: [...this.#circuits.values()] };
  }

  async read(): Promise<Stops> {
    return this.stops;
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

  async writeCircuit(circuit: Circuit): Promise<boolean> {
    if ((this.#circuits.get(circuit.lane)?.version ?? 0) !== circuit.version) return false;
    this.#circuits.set(circuit.lane, { ...circuit, version: circuit.version + 1 });
    return true;
  }
}
