import type { DueMessage } from './schedule-store';

/** Puts scheduled messages that are due on their queues. */
export interface DueQueues {
  /** Any number of messages. Answers those that are on their queue. */
  send(messages: readonly DueMessage[]): Promise<readonly DueMessage[]>;
  /** About how many messages wait on the queue, the urgent ones left out. */
  backlog(): Promise<number>;
}
