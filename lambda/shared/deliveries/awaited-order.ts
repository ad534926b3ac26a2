import { iso } from '../../../lib/contract/time';
import { longestSpan } from './awaited-list';
import type { AwaitedDelivery, AwaitedList, ReadOptions } from './delivery-store';

/** What stands in the index of awaited deliveries: one of them, or many at the time when the first of them was sent. */
export type AwaitedEntry = AwaitedDelivery | AwaitedList;

/** From when the first of a list may have been sent that has one which was sent then. */
export const earliestFirst = (sentAt: string): string => shifted(sentAt, -longestSpan);

/** What is no time stays as it is. */
function shifted(sentAt: string, by: number): string {
  const time = Date.parse(sentAt) + by;
  return Number.isNaN(time) ? sentAt : iso(time);
}

export interface SentBetween extends Pick<ReadOptions, 'order'> {
  readonly from: string;
  readonly to: string;
}

/**
 * The deliveries between two instants in the order in which they were sent, of entries in the same order. No more are in
 * memory than were sent within the longest span of a list.
 */
export async function* inOrder(
  entries: AsyncIterable<AwaitedEntry>,
  { from, to, order }: SentBetween,
): AsyncIterable<AwaitedDelivery> {
  const isNewestFirst = order === 'newest first';
  const comesBefore = isNewestFirst ? laterThan : earlierThan;
  /** The next one is the last. */
  const waiting: AwaitedDelivery[] = [];
  for await (const entry of entries) {
    for (const delivery of deliveriesOf(entry)) {
      if (delivery.sent_at >= from && delivery.sent_at <= to) insert(delivery);
    }
    // Entries to come are of what was sent up to a span after this one, or of nothing that was sent before it.
    const certain = isNewestFirst ? shifted(entry.sent_at, longestSpan) : entry.sent_at;
    for (let next = waiting.at(-1); next && !comesBefore(certain, next.sent_at); next = waiting.at(-1)) {
      yield next;
      waiting.pop();
    }
  }
  yield* waiting.toReversed();

  function insert(delivery: AwaitedDelivery): void {
    let [low, high] = [0, waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comesBefore(delivery.sent_at, waiting[middle]?.sent_at ?? '')) low = middle + 1;
      else high = middle;
    }
    waiting.splice(low, 0, delivery);
  }
}

const earlierThan = (one: string, other: string): boolean => one < other;
const laterThan = (one: string, other: string): boolean => one > other;

function deliveriesOf(entry: AwaitedEntry): readonly AwaitedDelivery[] {
  if (!('deliveries' in entry)) return [entry];
  return entry.deliveries.map((delivery) => ({ ...delivery, list: entry }));
}
