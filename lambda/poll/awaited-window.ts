import type { AwaitedDelivery } from '../shared/deliveries/delivery-store';

/**
 * The awaited deliveries of a round, newest first, of which only those are in memory that lie about where Notify's pages
 * are now: there may be a million.
 */
export class AwaitedWindow {
  readonly #rest: AsyncIterator<AwaitedDelivery>;
  /** By Notify's id, newest first. One can be awaited by a list and by its own record at once. */
  readonly #near = new Map<string, readonly AwaitedDelivery[]>();
  #next: AwaitedDelivery | undefined;
  #ended = false;

  constructor(deliveries: AsyncIterable<AwaitedDelivery>) {
    this.#rest = deliveries[Symbol.asyncIterator]();
  }

  /** How many of those near were sent after that time. */
  countSentAfter(sentAt: string): number {
    return [...this.#near.values()].filter((entries) => sentAtOf(entries) > sentAt).length;
  }

  /** When the newest of all that are left was sent; `undefined` when none is left. */
  async newest(): Promise<string | undefined> {
    const [first] = this.#near.values();
    return first ? sentAtOf(first) : (await this.#peek())?.sent_at;
  }

  /** Reads on, down to what was sent at that time, but only so many at once. Answers whether there are more. */
  async readDownTo(sentAt: string, most: number): Promise<boolean> {
    for (let read = 0; ; read += 1) {
      const delivery = await this.#peek();
      if (!delivery || delivery.sent_at < sentAt) return false;
      if (read === most) return true;
      const { notification_id } = delivery;
      this.#near.set(notification_id, [...(this.#near.get(notification_id) ?? []), delivery]);
      this.#next = undefined;
    }
  }

  /** Takes out what is near of the one that Notify knows by this id. */
  take(notificationId: string): readonly AwaitedDelivery[] {
    const entries = this.#near.get(notificationId) ?? [];
    this.#near.delete(notificationId);
    return entries;
  }

  /** Takes out those near that were sent after that time, but only so many at once, the newest. */
  takeSentAfter(sentAt: string, most: number): readonly AwaitedDelivery[] {
    const taken: string[] = [];
    for (const [notificationId, entries] of this.#near) {
      if (sentAtOf(entries) <= sentAt || taken.length === most) break;
      taken.push(notificationId);
    }
    return taken.flatMap((notificationId) => this.take(notificationId));
  }

  /** Takes out so many, the newest. */
  async takeNewest(count: number): Promise<readonly AwaitedDelivery[]> {
    const missing = count - this.#near.size;
    if (missing > 0) await this.readDownTo('', missing);
    return [...this.#near.keys()].slice(0, count).flatMap((notificationId) => this.take(notificationId));
  }

  async #peek(): Promise<AwaitedDelivery | undefined> {
    if (this.#next === undefined && !this.#ended) {
      const { done, value } = await this.#rest.next();
      if (done === true) this.#ended = true;
      else this.#next = value;
    }
    return this.#next;
  }
}

const sentAtOf = ([first]: readonly AwaitedDelivery[]): string => first?.sent_at ?? '';
