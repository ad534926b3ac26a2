import type { Clock } from '../../lib/clock';
import { heldQueues, type HeldQueueName } from '../../lib/contract/lane';
import { metrics } from '../../lib/contract/metrics';
import { keptFor, type HoldStore } from '../../lib/holds/board';
import { stopping, type Hold } from '../../lib/holds/hold';
import type { Monitor } from '../ports';

/** A message on a held queue. */
export interface HeldMessage {
  readonly receiptHandle: string;
  readonly body: string;
  /** Milliseconds since the epoch. Absent when the message does not say: then nothing but a hold keeps it. */
  readonly until: number | undefined;
  readonly urgent: boolean;
}

/** The held queues, and the way back to the queue that a message came from. */
export interface HeldQueues<Message extends HeldMessage> {
  /** Up to `most` messages, ten at the most; none when there are no more to be seen. */
  receive(queue: HeldQueueName, most: number): Promise<readonly Message[]>;
  /** Puts a message on the queue or the urgent queue, then takes it off the held queue. */
  giveBack(queue: HeldQueueName, message: Message): Promise<void>;
  /** Keeps a message out of sight until then, in milliseconds since the epoch. */
  keepUntil(queue: HeldQueueName, message: Message, until: number): Promise<void>;
  /** About how many messages wait to be sent. */
  waiting(): Promise<number>;
}

export interface ReleaseDependencies<Message extends HeldMessage> {
  readonly held: HeldQueues<Message>;
  readonly holds: HoldStore;
  /** Looks at a hold whose time has come, and ends it if it can end. */
  readonly review: (hold: Hold) => Promise<void>;
  readonly clock: Clock;
  readonly monitor: Monitor;
  /** How many messages may wait to be sent, so that what is published meanwhile does not wait behind them for long. */
  readonly room: number;
  /** How long one run may take, in milliseconds. */
  readonly within: number;
}

/** How long a run waits for room on the queue, in milliseconds. */
const breath = 2000;

/** Lets messages back that no hold stops any more, as many as the queue can send soon, and from each lane in turn. */
export function createReleaser<Message extends HeldMessage>(dependencies: ReleaseDependencies<Message>) {
  const { held, holds, review, clock, monitor, room, within } = dependencies;

  return async (): Promise<void> => {
    const end = clock.now() + within;
    const over = (await holds.all()).filter(({ until }) => until <= clock.now());
    for (const hold of over) await review(hold);
    // What comes back before the senders know that a hold has ended would be held again.
    if (over.length > 0) await clock.sleep(keptFor);
    let released = 0;
    while (clock.now() < end) {
      const free = room - (await held.waiting());
      const moved = free > 0 ? await releaseSome(free) : 0;
      released += moved;
      // Nothing is left that may go, or there was no room for it.
      if (free > 0 && moved === 0) break;
      if (free <= 0) await clock.sleep(breath);
    }
    if (released > 0) monitor.info('held messages released', { messages: released });
  };

  /** Goes once round the held queues. Answers how many messages it moved. */
  async function releaseSome(free: number): Promise<number> {
    const standing = await holds.all();
    const open = heldQueues.filter((queue) => queue === 'later' || !stopping(standing, queue, clock.now()));
    let moved = 0;
    for (const queue of open) {
      if (moved >= free) break;
      const messages = await held.receive(queue, Math.min(10, free - moved));
      // All at once: one by one, SQS takes longer to move a message than Notify to take it.
      const seenTo = await Promise.all(messages.map((message) => move(queue, message)));
      moved += seenTo.filter(Boolean).length;
    }
    return moved;
  }

  /** Answers whether the message was seen to. One that cannot be moved does not keep the others. */
  async function move(queue: HeldQueueName, message: Message): Promise<boolean> {
    const { until = 0 } = message;
    try {
      await (until <= clock.now() ? held.giveBack(queue, message) : held.keepUntil(queue, message, until));
      return true;
    } catch (error) {
      monitor.count(metrics.names.fault);
      monitor.error('held message not moved; it stays where it is', error, { queue });
      return false;
    }
  }
}
