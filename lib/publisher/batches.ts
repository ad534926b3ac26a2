import { bytesOnQueue, mostOnQueue, type Parcel } from './parcel';

/** What holds a parcel. */
interface Parceled {
  readonly parcel: Parcel;
}

const mostInBatch = 10;
/** So that a batch of files does not take more memory than a few of them. In bytes. */
const mostInHand = 8 * 1024 * 1024;

/** Whether one more goes into a batch. The first always does. */
export function fits(batch: readonly Parceled[], next: Parceled): boolean {
  if (batch.length === 0) return true;
  const all = [...batch, next].map(({ parcel }) => parcel);
  const sum = (weigh: (parcel: Parcel) => number): number => all.reduce((total, one) => total + weigh(one), 0);
  return (
    all.length <= mostInBatch &&
    sum(bytesOnQueue) <= mostOnQueue &&
    sum(({ payload }) => payload?.bytes ?? 0) <= mostInHand
  );
}

/** Puts items together in their order, those of each queue apart, as many as SQS takes in one request. */
export async function* inBatches<Item extends Parceled>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[]> {
  const open = new Map<string, Item[]>();
  for await (const item of items) {
    const { queueUrl } = item.parcel;
    const batch = open.get(queueUrl) ?? [];
    const full = !fits(batch, item);
    open.set(queueUrl, full ? [item] : [...batch, item]);
    if (full) yield batch;
  }
  yield* open.values();
}
