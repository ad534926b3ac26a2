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
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
  readonly type: string;
  readonly state: string;
  /** How the state is to be understood, at a glance. */
  readonly kind: 'scheduled' | 'held' | 'under way' | 'done' | 'rejected' | 'failed' | 'expired' | 'dead letter';
  readonly attempts: number;
  readonly reason: string | null;
  /** The reference by which its messages are found. */
  readonly reference: string;
  /** When it came to its state, in milliseconds since the epoch. */
  readonly changedAt: number;
  /** When it is tried again, in milliseconds since the epoch. */
  readonly nextAt: number | null;
  /** What is on record: names and values, in order. */
  readonly record: readonly (readonly [name: string, value: string])[];
  /** What was told of it, oldest first. */
  readonly events: readonly InboxEvent[];
}

/** An event that tells of a delivery. */
export interface InboxEvent {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** In JSON. */
  readonly detail: string;
}
