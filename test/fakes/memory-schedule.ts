import { keyOfScheduled, partition, slotOf, type ScheduledKey } from '../../lib/contract/scheduled';
import type {
  DueMessage,
  DuePage,
  DueQuery,
  ScheduledMessage,
  ScheduleStore,
} from '../../lambda/shared/schedule/schedule-store';

/** The scheduled messages in this process, by the same rules as in DynamoDB. */
export class MemorySchedule implements ScheduleStore {
  readonly #parts = new Map<string, Map<string, DueMessage>>();
  /** The places of a part in their order, as long as nothing was put there. */
  readonly #order = new Map<string, readonly string[]>();

  /** When the next message is due, in milliseconds since the epoch. */
  get nextDueAt(): number | undefined {
    const due = [...this.#parts.values()].flatMap((part) => [...part.values()].map((message) => message.due));
    return due.length > 0 ? due.reduce((one, other) => Math.min(one, other)) : undefined;
  }

  get all(): readonly DueMessage[] {
    return [...this.#parts.values()].flatMap((part) => [...part.values()]);
  }

  async put(message: ScheduledMessage): Promise<void> {
    const key = keyOfScheduled(message.deliveryId, slotOf(message.deliveryId, message.place, message.due));
    const part = this.#parts.get(key.due_in) ?? new Map<string, DueMessage>();
    part.set(key.place, { ...message, key });
    this.#parts.set(key.due_in, part);
    this.#order.delete(key.due_in);
  }

  async read({ minute, shard, place, after, most }: DueQuery): Promise<DuePage> {
    const name = partition(minute, shard);
    const part = this.#parts.get(name);
    if (!part) return { messages: [] };
    const order = this.#order.get(name) ?? [...part.keys()].sort();
    this.#order.set(name, order);
    const messages: DueMessage[] = [];
    for (let at = after === undefined ? 0 : firstAfter(order, after.place); at < order.length; at += 1) {
      const message = part.get(order[at] ?? '');
      if (!message || (place !== undefined && message.place !== place)) continue;
      if (messages.length === most) return { messages, next: messages.at(-1)?.key };
      messages.push(message);
    }
    return { messages };
  }

  async delete(keys: readonly ScheduledKey[]): Promise<void> {
    for (const { due_in, place } of keys) {
      const part = this.#parts.get(due_in);
      part?.delete(place);
      if (part?.size === 0) this.#parts.delete(due_in);
    }
  }
}

function firstAfter(order: readonly string[], place: string): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle] ?? '') <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
