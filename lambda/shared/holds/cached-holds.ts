import type { Clock } from '../../../lib/contract/clock';
import type { Lane } from '../../../lib/contract/lane';
import { closedCircuit, mayProbe, probeTaken, type Circuit } from './circuit';
import { activeHold, type Hold, type HoldScope } from './hold';
import type { HoldStore, Stops } from './hold-store';

/** How long what was read is taken to be so, in milliseconds: by then every sender knows of a hold, and of its end. */
export const holdsCacheMilliseconds = 5000;
/** How often a change of a circuit is tried that others change too. */
const mostTries = 3;

/** A sender's view of the holds and circuits: read at most every five seconds, however many messages ask. */
export class CachedHolds {
  readonly #store: HoldStore;
  readonly #clock: Pick<Clock, 'now'>;
  #seen: { readonly stops: Promise<Stops>; readonly until: number } | undefined;
  /** The lanes whose probe a message of this sender is about to take, and until when no other one tries. */
  readonly #trying = new Map<Lane, number>();

  constructor(store: HoldStore, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The hold that stops a lane now, if any. */
  async active(lane: Lane, isUrgent = false): Promise<Hold | undefined> {
    return activeHold((await this.#stops()).holds, lane, this.#clock.now(), isUrgent);
  }

  /** Whether a person has lifted a hold, so that it is not to be placed again before its time is over. */
  async isLifted(scope: HoldScope): Promise<boolean> {
    const { holds } = await this.#stops();
    return holds.some((hold) => hold.scope === scope && hold.lifted === true && hold.until > this.#clock.now());
  }

  /** What is known of a lane in trouble. `undefined` when nothing is. */
  async circuit(lane: Lane): Promise<Circuit | undefined> {
    return (await this.#stops()).circuits.find((one) => one.lane === lane);
  }

  async place(hold: Hold): Promise<void> {
    await this.#store.place(hold, this.#clock.now());
    this.#seen = undefined;
  }

  /** Changes what is known of a lane, unless `to` finds nothing to change. Answers what it became. */
  async change(lane: Lane, to: (circuit: Circuit, now: number) => Circuit | undefined): Promise<Circuit | undefined> {
    for (let tried = 0; tried < mostTries; tried += 1) {
      const changed = to((await this.circuit(lane)) ?? closedCircuit(lane), this.#clock.now());
      if (!changed) return undefined;
      const written = await this.#store.writeCircuit(changed);
      this.#seen = undefined;
      if (written) return changed;
    }
    return undefined;
  }

  /** Whether a message of the lane may try to be the one that finds out: one of this sender at a time. */
  mayTry(circuit: Circuit): boolean {
    const now = this.#clock.now();
    if (!mayProbe(circuit, now) || (this.#trying.get(circuit.lane) ?? 0) > now) return false;
    this.#trying.set(circuit.lane, now + holdsCacheMilliseconds);
    return true;
  }

  /** Whether this message finds out. `false`: another one does. */
  async takeProbe({ lane, version }: Circuit): Promise<boolean> {
    const taken = await this.change(lane, (circuit, now) =>
      circuit.version === version ? probeTaken(circuit, now) : undefined,
    );
    return taken !== undefined;
  }

  /** Another message of this sender may try again. */
  tried(lane: Lane): void {
    this.#trying.delete(lane);
  }

  async #stops(): Promise<Stops> {
    const now = this.#clock.now();
    if (!this.#seen || this.#seen.until <= now || this.#seen.until > now + holdsCacheMilliseconds) {
      const stops = this.#store.read();
      this.#seen = { stops, until: now + holdsCacheMilliseconds };
      stops.catch(() => (this.#seen = undefined));
    }
    return this.#seen.stops;
  }
}
