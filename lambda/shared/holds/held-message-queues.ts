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

/** The held queues, and the way back to the queue that a message came from. */
export interface HeldMessageQueues<Message extends HeldMessage> {
  /** Up to `most` messages, ten at the most; none when there are no more to be seen. */
  receive(queue: HeldQueueName, most: number): Promise<readonly Message[]>;
  /** Puts a message on the queue or the urgent queue, then takes it off the held queue. */
  release(queue: HeldQueueName, message: Message): Promise<void>;
  /** Keeps a message out of sight until then, in milliseconds since the epoch. */
  holdUntil(queue: HeldQueueName, message: Message, until: number): Promise<void>;
  /** About how many messages wait to be sent. */
  backlog(): Promise<number>;
}
