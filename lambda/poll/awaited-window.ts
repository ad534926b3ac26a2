import type { AwaitedDelivery } from '../shared/deliveries/delivery-store';

/**
 * The awaited deliveries of a round, newest first, of which only those are in memory that lie about where Notify's pages
 * are now: there may be a million.
 */
export class AwaitedWindow {
  readonly #rest: AsyncIterator<AwaitedDelivery>;
  /** By Notify's id, newest first. */
  readonly #near = new Map<string, AwaitedDelivery>();
  #next: AwaitedDelivery | undefined;
  #ended = false;

  constructor(deliveries: AsyncIterable<AwaitedDelivery>) {
    this.#rest = deliveries[Symbol.asyncIterator]();
  }

  /** When the newest of all that are left was sent; `undefined` when none is left. */
  async newest(): Promise<string | undefined> {
    const [first] = this.#near.values();
    return (first ?? (await this.#peek()))?.sent_at;
  }

  /** Reads on, down to what was sent at that time, but only so many at once. Answers whether there are more. */
  async readDownTo(sentAt: string, most: number): Promise<boolean> {
    for (let read = 0; ; read += 1) {
      const delivery = await this.#peek();
      if (!delivery || delivery.sent_at < sentAt) return false;
      if (read === most) return true;
      this.#near.set(delivery.notification_id, delivery);
      this.#next = undefined;
    }
  }

  /** Takes out the one that Notify knows by this id, if it is near. */
  take(notificationId: string): AwaitedDelivery | undefined {
    const delivery = this.#near.get(notificationId);
    this.#near.delete(notificationId);
    return delivery;
  }

  /** Takes out those near that were sent after that time, but only so many at once, the newest. */
  takeSentAfter(sentAt: string, most: number): readonly AwaitedDelivery[] {
    const taken: AwaitedDelivery[] = [];
    for (const delivery of this.#near.values()) {
      if (delivery.sent_at <= sentAt || taken.length === most) break;
      taken.push(delivery);
    }
    for (const { notification_id } of taken) this.#near.delete(notification_id);
    return taken;
  }

  /** Takes out so many, the newest. */
  async takeNewest(count: number): Promise<readonly AwaitedDelivery[]> {
    const missing = count - this.#near.size;
    if (missing > 0) await this.readDownTo('', missing);
    const taken = [...this.#near.values()].slice(0, count);
    for (const { notification_id } of taken) this.#near.delete(notification_id);
    return taken;
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
