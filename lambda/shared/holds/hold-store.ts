import type { Circuit } from './circuit';
import type { Hold } from './hold';

/** What stops messages, and what is known of lanes in trouble. */
export interface Stops {
  readonly holds: readonly Hold[];
  readonly circuits: readonly Circuit[];
}

/** Where holds and circuits are kept, for all functions to see. */
export interface HoldStore {
  read(): Promise<Stops>;
  /** Writes a hold where none stands. One that stands stays as it is. */
  place(hold: Hold, now: number): Promise<void>;
  /** Replaces a hold that nobody has changed meanwhile, or deletes it. */
  replace(seen: Hold, by: Hold | undefined): Promise<void>;
  /**
   * Writes a circuit, under the next version, if nobody has written it since it was read. Answers whether it did.
   * @param circuit what the one that was read has become, with its version still
   */
  writeCircuit(circuit: Circuit): Promise<boolean>;
}
