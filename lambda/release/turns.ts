import type { HeldQueueName } from '../../lib/contract/lane';
import { second } from '../../lib/contract/time';

/** So many messages of a held queue are asked for, ten by ten at once. */
export interface Taking {
  readonly queue: HeldQueueName;
  readonly count: number;
}

/** SQS gives so many with one receive. */
export const mostReceived = 10;
/** So many receives at once from a queue that gives what it is asked for. */
const widest = 4;
/** A queue that gave nothing is left alone for so long, in milliseconds. */
const rest = 10 * second;

/** Which held queues have their turn, and how much is asked of each: more and more of one that gives it. */
export class Turns {
  readonly #width = new Map<HeldQueueName, number>();
  readonly #restsUntil = new Map<HeldQueueName, number>();
  /** The queue that had its turn last. */
  #last: HeldQueueName | undefined;

  /** Whether a queue may have more to give. */
  isAwake(queue: HeldQueueName, now: number): boolean {
    return (this.#restsUntil.get(queue) ?? 0) <= now;
  }

  /**
   * What is asked for at once: of each queue in turn, from where it came to last time. What is urgent goes to a queue of its
   * own, so there is room for it always.
   */
  next(open: readonly HeldQueueName[], room: number, now: number): readonly Taking[] {
    const awake = open.filter((queue) => this.isAwake(queue, now));
    const urgent = awake.filter((queue) => queue === 'urgent');
    const others = awake.filter((queue) => queue !== 'urgent');
    const first = others.findIndex((queue) => queue === this.#last) + 1;
    return [
      ...this.#takings(urgent, Infinity),
      ...this.#takings([...others.slice(first), ...others.slice(0, first)], room),
    ];
  }

  /** A queue gave so many of those that it was asked for. */
  gave(queue: HeldQueueName, count: number, asked: number, now: number): void {
    if (count === 0) this.#restsUntil.set(queue, now + rest);
    this.#width.set(queue, count >= asked / 2 ? Math.min(widest, 2 * this.#widthOf(queue)) : 1);
  }

  #takings(queues: readonly HeldQueueName[], room: number): readonly Taking[] {
    const counts = new Map<HeldQueueName, number>();
    let left = room;
    for (let round = 0; round < widest; round += 1) {
      for (const queue of queues.filter((one) => this.#widthOf(one) > round)) {
        if (left <= 0) break;
        const count = Math.min(mostReceived, left);
        counts.set(queue, (counts.get(queue) ?? 0) + count);
        left -= count;
        if (queue !== 'urgent') this.#last = queue;
      }
    }
    return [...counts].map(([queue, count]) => ({ queue, count }));
  }

  #widthOf(queue: HeldQueueName): number {
    return this.#width.get(queue) ?? 1;
  }
}
