import type { HeldQueueName, Lane } from '../../../lib/contract/lane';

/** A message on a held queue. */
export interface HeldMessage {
  readonly receiptHandle: string;
  readonly body: string;
  /** Milliseconds since the epoch. Absent when the message does not say: then nothing but a hold keeps it. */
  readonly until: number | undefined;
  /** Of an urgent message that waits for the end of a hold. The queue of all others says it. */
  readonly lane?: Lane | undefined;
}

/** A message that stays held, and until when: milliseconds since the epoch. */
export interface Kept<Message extends HeldMessage> {
  readonly message: Message;
  readonly until: number;
}

/** What came of moving messages. */
export interface Moved {
  /** How many were moved. The others stay where they are, and are seen again in two minutes. */
  readonly count: number;
  /** What went wrong, each time. */
  readonly faults: readonly unknown[];
}

/** The held queues, and the way back to the queue that a message came from. */
export interface HeldMessageQueues<Message extends HeldMessage> {
  /** Up to `most` messages, ten at the most; none when there are no more to be seen. */
  receive(queue: HeldQueueName, most: number): Promise<readonly Message[]>;
  /** Puts up to ten messages on the queue or the urgent queue, then takes those that are there off the held queue. */
  release(queue: HeldQueueName, messages: readonly Message[]): Promise<Moved>;
  /** Keeps up to ten messages out of sight. */
  keep(queue: HeldQueueName, kept: readonly Kept<Message>[]): Promise<Moved>;
  /** About how many messages wait to be sent. */
  backlog(): Promise<number>;
}
