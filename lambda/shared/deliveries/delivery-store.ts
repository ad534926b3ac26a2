import type { Delivery } from '../../../lib/contract/delivery';
import type { Channel } from '../../../lib/contract/message';
import type { RecordedCost } from './outcome';
import type { Claimability } from './states';

/** What a change of a delivery writes. Values that are absent stay as they are. */
export type Transition = Pick<Delivery, 'state' | 'changed_at'> & Partial<Omit<Delivery, 'id' | 'created_at'>>;

/** What can be learnt of a delivery without its state being another. */
export type Annotation = Partial<
  Pick<
    Delivery,
    | 'status'
    | 'duplicate_suspected'
    | 'reason'
    | 'pdf_bucket'
    | 'pdf_key'
    | 'pdf_stored_at'
    | 'send_after'
    | 'scheduled'
    | 'awaited'
    | 'ttl'
  >
>;

/** What a record has to say still when it is written, as far as it is given. */
export type Expected = {
  readonly [Name in 'state' | 'changed_at' | 'lease_until' | 'notification_id']?: Delivery[Name] | undefined;
};

/** The answer to a claim: it is ours, with what was on record, or it is not, and how it stands. */
export type ClaimResult =
  | { claimed: true; verify: boolean; delivery: Delivery }
  | { claimed: false; claimability: Exclude<Claimability, { kind: 'free' | 'verify' }>; delivery: Delivery };

/** What has to be known of a delivery to ask Notify for its status. */
export interface ListedDelivery {
  readonly id: string;
  readonly sent_at: string;
  readonly notification_id: string;
}

/** Deliveries whose status is awaited, written together because they were sent together. It only ever gets shorter. */
export interface AwaitedList {
  readonly id: string;
  /** When the first of them was sent. */
  readonly sent_at: string;
  readonly deliveries: readonly ListedDelivery[];
}

export interface AwaitedDelivery extends ListedDelivery {
  /** The list that it is on. Absent if its own record says that it is awaited. */
  readonly list?: AwaitedList;
  /** What Notify said last, if it was a status that we did not know, or an end of which only the cost is awaited. */
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
  /**
   * Takes a message for sending or holding, by one conditional write when nothing is known of it yet.
   * @param isKnown whether it is probably on record: it is read first then, because a write that is refused costs one too
   */
  claim(candidate: Delivery, now: number, isKnown?: boolean): Promise<ClaimResult>;
  /**
   * Writes a change if the order of states allows it, and only while the record says what it says `still`.
   * `false`: it did not, and nothing was changed.
   */
  transition(id: string, change: Transition, still?: Expected): Promise<boolean>;
  /** Writes down what leaves the state as it is, by the same rule. */
  annotate(id: string, facts: Annotation, still: Expected): Promise<boolean>;
  /** Writes the cost of a delivery whose outcome is known, if it has become known too, and awaits nothing more of it. */
  endWait(id: string, cost: RecordedCost | undefined): Promise<boolean>;
  /** Writes the record of a message that is over before it could be claimed. `false`: its id is already known. */
  create(delivery: Delivery): Promise<boolean>;
  find(id: string): Promise<Delivery | undefined>;
  /**
   * Awaits the status of deliveries by one list. Their records say `sent`, and not that they are awaited.
   * @param ttl when the list may be deleted, whatever happened: seconds since the epoch
   */
  awaitTogether(channel: Channel, deliveries: readonly ListedDelivery[], ttl: number): Promise<void>;
  /** Leaves these alone on a list as it was read, and deletes it if there are none. One that has changed since stays as it is. */
  shorten(list: AwaitedList, rest: readonly ListedDelivery[]): Promise<void>;
  /**
   * Deliveries of a channel whose status is awaited and which were sent between two instants, both included. They are
   * read a page at a time, as they are asked for.
   */
  awaited(channel: Channel, from: string, to: string, reading?: ReadOptions): AsyncIterable<AwaitedDelivery>;
}
