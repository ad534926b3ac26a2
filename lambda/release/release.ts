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

/** Brings back the messages whose hold has ended. */
export function createReleaser<Message extends HeldMessage>({
  held,
  clock,
  monitor,
  within,
}: ReleaseDependencies<Message>) {
  return async (): Promise<void> => {
    const end = clock.now() + within;
    let released = 0;
    while (clock.now() < end) {
      const messages = await held.receive();
      if (messages.length === 0) break;
      const due = messages.filter(({ until = 0 }) => until <= clock.now());
      await Promise.all(
        messages.map((message) =>
          due.includes(message) ? held.giveBack(message) : held.keepUntil(message, message.until ?? 0),
        ),
      );
      released += due.length;
    }
    if (released > 0) monitor.info('held messages released', { messages: released });
  };
}
