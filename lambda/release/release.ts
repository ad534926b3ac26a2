import type { Clock } from '../../lib/clock';
import type { Monitor } from '../ports';

/** A message on the held queue. */
export interface HeldMessage {
  readonly receiptHandle: string;
  readonly body: string;
  /** Milliseconds since the epoch. Absent when the message does not say: then nothing keeps it. */
  readonly until: number | undefined;
  readonly urgent: boolean;
}

/** The held queue, and the way back to the queue that a message came from. */
export interface HeldQueue<Message extends HeldMessage> {
  /** Up to ten messages; none when there are no more to be seen. */
  receive(): Promise<readonly Message[]>;
  /** Puts a message on the queue or the urgent queue, then takes it off the held queue. */
  giveBack(message: Message): Promise<void>;
  /** Keeps a message out of sight until then, in milliseconds since the epoch. */
  keepUntil(message: Message, until: number): Promise<void>;
}

export interface ReleaseDependencies<Message extends HeldMessage> {
  readonly held: HeldQueue<Message>;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
  /** How long one run may take, in milliseconds. */
  readonly within: number;
}

/** Brings back the messages whose hold has ended. One that cannot be moved does not keep the others. */
export function createReleaser<Message extends HeldMessage>({
  held,
  clock,
  monitor,
  within,
}: ReleaseDependencies<Message>) {
  return async (): Promise<void> => {
    const end = clock.now() + within;
    let released = 0;
    const errors: unknown[] = [];
    while (clock.now() < end) {
      const messages = await held.receive();
      if (messages.length === 0) break;
      const moved = await Promise.allSettled(messages.map((message) => move(message)));
      for (const result of moved) {
        if (result.status === 'rejected') errors.push(result.reason);
        else if (result.value) released += 1;
      }
    }
    if (released > 0) monitor.info('held messages released', { messages: released });
    if (errors.length > 0) {
      monitor.error('held messages not moved', errors[0], { messages: errors.length });
      throw errors[0];
    }
  };

  /** Answers whether the message is back on its queue. */
  async function move(message: Message): Promise<boolean> {
    const { until = 0 } = message;
    const due = until <= clock.now();
    await (due ? held.giveBack(message) : held.keepUntil(message, until));
    return due;
  }
}
