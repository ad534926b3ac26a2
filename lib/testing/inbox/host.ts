/** What a program that runs more than the stand-in shows in its inbox, and does for it. */
export interface InboxHost {
  /** Moves the time of all on, by milliseconds. @default the stand-in's `tick` */
  readonly moveOn?: (milliseconds: number) => Promise<void>;
  /** When something happens next, in milliseconds since the epoch. @default when something does in the stand-in */
  readonly nextEventAt?: () => number | undefined;
  /** Deliveries, newest first, each with the messages that Notify has of it. @default no such page */
  readonly deliveries?: () => Promise<readonly InboxDelivery[]>;
}

/** What happened to something that was to be sent. */
export interface InboxDelivery {
  /** Its id. */
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
  /** The type of message, such as `email`. */
  readonly type: string;
  /** Its state, in the words of the program. */
  readonly state: string;
  /** How the state is to be understood, at a glance. */
  readonly kind:
    'scheduled' | 'held' | 'under way' | 'done' | 'rejected' | 'failed' | 'expired' | 'cancelled' | 'dead letter';
  /** How many times it was given to Notify. */
  readonly attempts: number;
  /** Why it is in this state. `null`: there is nothing to say. */
  readonly reason: string | null;
  /** The reference by which its messages are found. */
  readonly reference: string;
  /** When it came to its state, in milliseconds since the epoch. */
  readonly changedAt: number;
  /** When it is tried again, in milliseconds since the epoch. */
  readonly nextAt: number | null;
  /** What is on record: names and values, in order. */
  readonly record: readonly (readonly [name: string, value: string])[];
  /** Its events, oldest first. */
  readonly events: readonly InboxEvent[];
}

/** An event about a delivery. */
export interface InboxEvent {
  /** Its `detail-type`. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** In JSON. */
  readonly detail: string;
}
