import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../contract/clock';
import { bytesOnQueue, mostOnQueue, type Parcel } from './parcel';

/** What holds a parcel. */
interface Parceled {
  readonly parcel: Parcel;
}

const mostInBatch = 10;
/** So that a batch of files does not take more memory than a few of them. In bytes. */
const mostInHand = 8 * 1024 * 1024;
/** For so long a batch that is not full waits for the next. In milliseconds. */
const longestWait = 20;

/** What goes to one queue in one request. */
class Batch<Item extends Parceled> {
  readonly items: Item[] = [];
  #onQueue = 0;
  #inHand = 0;

  /** Puts one more in, if there is room. There always is for the first. */
  add(item: Item): boolean {
    const onQueue = this.#onQueue + bytesOnQueue(item.parcel);
    const inHand = this.#inHand + (item.parcel.payload?.bytes ?? 0);
    const full = this.items.length === mostInBatch || onQueue > mostOnQueue || inHand > mostInHand;
    if (full && this.items.length > 0) return false;
    this.items.push(item);
    this.#onQueue = onQueue;
    this.#inHand = inHand;
    return true;
  }
}

/** The batches that are being filled, one for each queue. */
class OpenBatches<Item extends Parceled> {
  readonly #batches = new Map<string, Batch<Item>>();

  get none(): boolean {
    return this.#batches.size === 0;
  }

  /**
   * Puts one more in. Gives what leaves for it: the batch that has no room for it, after those of the other queues. So what
   * is urgent waits no longer than ten others take to read.
   */
  *add(item: Item): Generator<readonly Item[]> {
    const { queueUrl } = item.parcel;
    const batch = this.#batches.get(queueUrl);
    if (batch?.add(item)) return;
    if (batch) {
      this.#batches.delete(queueUrl);
      yield* this.takeAll();
      yield batch.items;
    }
    const next = new Batch<Item>();
    next.add(item);
    this.#batches.set(queueUrl, next);
  }

  *takeAll(): Generator<readonly Item[]> {
    for (const [queueUrl, { items }] of this.#batches) {
      this.#batches.delete(queueUrl);
      yield items;
    }
  }
}

/**
 * Puts items together in their order, those of each queue apart, as many as SQS takes in one request, or as many as there
 * are when no more come for a while.
 */
export async function* inBatches<Item extends Parceled>(
  items: AsyncIterable<Item>,
  clock: Pick<Clock, 'sleep'>,
): AsyncGenerator<readonly Item[]> {
  const open = new OpenBatches<Item>();
  const source = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = source.next();
      if (!open.none && !(await comesSoon(next, clock))) yield* open.takeAll();
      const { done, value } = await next;
      if (done) break;
      yield* open.add(value);
    }
    yield* open.takeAll();
  } finally {
    await source.return?.();
  }
}

async function comesSoon(next: Promise<unknown>, clock: Pick<Clock, 'sleep'>): Promise<boolean> {
  const came = next.then(
    () => true,
    () => true,
  );
  // Most are there at once, and no timer is set for them.
  if (await Promise.race([came, setImmediate(false)])) return true;
  const waiting = new AbortController();
  const waited = clock.sleep(longestWait, waiting.signal).then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([came, waited]);
  } finally {
    waiting.abort();
  }
}
