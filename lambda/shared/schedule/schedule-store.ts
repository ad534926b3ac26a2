import type { Place, ScheduledKey } from '../../../lib/contract/scheduled';

/** Message attributes by their names, each with its type and its value: of a binary one in base64. */
export type ScheduledAttributes = Readonly<Record<string, readonly [type: string, value: string]>>;

/** A message that waits for a time of its own. */
export interface ScheduledMessage {
  readonly deliveryId: string;
  readonly place: Place;
  /** When it is put on its queue: milliseconds since the epoch. */
  readonly due: number;
  readonly body: string;
  readonly attributes: ScheduledAttributes;
  readonly groupId?: string | undefined;
  /** Of X-Ray: which trace it is in. Present if the pipeline traces. */
  readonly traceHeader?: string | undefined;
}

/** One that is due, as it was found. */
export interface DueMessage extends ScheduledMessage {
  readonly key: ScheduledKey;
}

/** What is read of a minute: one of its parts, of one place or of all. */
export interface DueQuery {
  readonly minute: string;
  readonly shard: number;
  readonly place?: Place | undefined;
  /** The key with which the page before ended. */
  readonly after?: ScheduledKey | undefined;
  readonly most: number;
}

export interface DuePage {
  readonly messages: readonly DueMessage[];
  /** Where the next page begins. Absent when there is none. */
  readonly next?: ScheduledKey | undefined;
}

/** Where messages wait for a time of their own, by the minute. */
export interface ScheduleStore {
  /** The same message put once more takes its own place. */
  put(message: ScheduledMessage): Promise<void>;
  /** What is due in a minute, the urgent first. */
  read(query: DueQuery): Promise<DuePage>;
  /** Deletes any number of them. What could not be deleted is found again. */
  delete(keys: readonly ScheduledKey[]): Promise<void>;
}
