import type { Delivery } from '../../../lib/contract/delivery';
import type { Channel } from '../../../lib/contract/message';
import type { Claimability } from './states';

/** What a change of a delivery writes. Values that are absent stay as they are. */
export type Transition = Pick<Delivery, 'state' | 'changed_at'> & Partial<Omit<Delivery, 'id' | 'created_at'>>;

/** What can be learnt of a delivery without its state being another. */
export type Annotation = Partial<
  Pick<Delivery, 'status' | 'duplicate_suspected' | 'reason' | 'pdf_bucket' | 'pdf_key' | 'pdf_stored_at'>
>;

/** What a record has to say still when it is written, as far as it is given. */
export type Expected = {
  readonly [Name in 'state' | 'changed_at' | 'lease_until' | 'notification_id']?: Delivery[Name] | undefined;
};

/** The answer to a claim: it is ours, with what was on record, or it is not, and how it stands. */
export type ClaimResult =
  | { claimed: true; verify: boolean; delivery: Delivery }
  | { claimed: false; claimability: Exclude<Claimability, { kind: 'free' | 'verify' }>; delivery: Delivery };

export interface AwaitedDelivery {
  readonly id: string;
  readonly sent_at: string;
  readonly notification_id: string;
  /** What Notify said last, if it was something that nobody had heard of. */
  readonly status?: string;
}

/** How a list is read. */
export interface ReadOptions {
  /** @default 'oldest first' */
  readonly order?: 'oldest first' | 'newest first' | undefined;
  /** @default as many as the store gives at once */
  readonly pageSize?: number | undefined;
}

/** Where deliveries are kept. Every write is conditional, so any number of workers may use it at once. */
export interface DeliveryStore {
  /** Takes a message for sending or holding, by one conditional write when nothing is known of it yet. */
  claim(candidate: Delivery, now: number): Promise<ClaimResult>;
  /**
   * Writes a change if the order of states allows it, and only while the record says what it says `still`.
   * `false`: it did not, and nothing was changed.
   */
  transition(id: string, change: Transition, still?: Expected): Promise<boolean>;
  /** Writes down what leaves the state as it is, by the same rule. */
  annotate(id: string, facts: Annotation, still: Expected): Promise<boolean>;
  /** Writes the record of a message that is over before it could be claimed. `false`: its id is already known. */
  create(delivery: Delivery): Promise<boolean>;
  find(id: string): Promise<Delivery | undefined>;
  /**
   * Deliveries of a channel whose status is awaited and which were sent between two instants, both included. They are
   * read a page at a time, as they are asked for.
   */
  awaited(channel: Channel, from: string, to: string, reading?: ReadOptions): AsyncIterable<AwaitedDelivery>;
}
