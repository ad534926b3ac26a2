import { bytesOnQueue, mostOnQueue, type Parcel } from './parcel';

/** What holds a parcel. */
interface Parceled {
  readonly parcel: Parcel;
}

const mostInBatch = 10;
/** So that a batch of files does not take more memory than a few of them. In bytes. */
const mostInHand = 8 * 1024 * 1024;

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

/** Puts items together in their order, those of each queue apart, as many as SQS takes in one request. */
export async function* inBatches<Item extends Parceled>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[]> {
  const open = new Map<string, Batch<Item>>();
  const begin = (item: Item): void => {
    const batch = new Batch<Item>();
    batch.add(item);
    open.set(item.parcel.queueUrl, batch);
  };
  for await (const item of items) {
    const batch = open.get(item.parcel.queueUrl);
    if (batch?.add(item)) continue;
    begin(item);
    if (batch) yield batch.items;
  }
  for (const { items: last } of open.values()) yield last;
}
