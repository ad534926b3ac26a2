import type { Delivery } from '../../lib/contract/delivery';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import type { StreamChange } from '../../lambda/shared/ports';

/**
 * The stream of a table's changes: hands them over in order, and again from the first that failed, as DynamoDB Streams
 * does for a function that reports partial failures.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.Lambda.html
 */
export class ChangeStream {
  readonly #changes: StreamChange[] = [];
  #count = 0;

  get size(): number {
    return this.#changes.length;
  }

  /** How many changes it was ever given. */
  get pushed(): number {
    return this.#count;
  }

  push(before: Delivery | undefined, after: Delivery): void {
    this.#changes.push({ sequenceNumber: String(++this.#count), before: { ...before }, after: { ...after } });
  }

  /** Gives a batch to the handler; what it names as failed stays, with all that came after it. */
  async drain(handler: (changes: readonly StreamChange[]) => Promise<readonly string[]>): Promise<void> {
    const batch = this.#changes.slice(0, 100);
    if (batch.length === 0) return;
    const failed = await handler(batch);
    const first = batch.findIndex(({ sequenceNumber }) => failed.includes(sequenceNumber));
    this.#changes.splice(0, first < 0 ? batch.length : first);
  }
}

/** A store whose changes are put on a stream: dynalite has none of its own. */
export function streamed(store: DeliveryStore, stream: ChangeStream): DeliveryStore {
  const busy = new Map<string, Promise<unknown>>();

  /** One change of an item at a time, so that what it was and what it is belong together. */
  const watched = async <Result>(id: string, write: () => Promise<Result>): Promise<Result> => {
    const turn = (busy.get(id) ?? Promise.resolve()).then(async () => {
      const before = await store.find(id);
      const result = await write();
      const after = await store.find(id);
      if (after && JSON.stringify(before) !== JSON.stringify(after)) stream.push(before, after);
      return result;
    });
    const settled = turn.catch(() => undefined);
    busy.set(id, settled);
    void settled.then(() => busy.get(id) === settled && busy.delete(id));
    return turn;
  };

  return {
    claim: (candidate, ...terms) => watched(candidate.id, () => store.claim(candidate, ...terms)),
    create: (delivery) => watched(delivery.id, () => store.create(delivery)),
    transition: (id, change, still) => watched(id, () => store.transition(id, change, still)),
    annotate: (id, facts, still) => watched(id, () => store.annotate(id, facts, still)),
    endWait: (id, cost) => watched(id, () => store.endWait(id, cost)),
    find: (id) => store.find(id),
    // No delivery changes by them, and the stream's filter leaves lists out.
    awaitTogether: (channel, deliveries, ttl) => store.awaitTogether(channel, deliveries, ttl),
    shorten: (list, rest) => store.shorten(list, rest),
    awaited: (channel, from, to, reading) => store.awaited(channel, from, to, reading),
  };
}
