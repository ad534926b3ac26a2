import type { DeliveryChange } from '../lambda/announce/delivery-change';
import type { DeliveryEventDetail } from '../lib/contract/events/details';
import type { PipelineEvent } from '../lib/contract/events/schema-violations';
import { channelOf, type Channel } from '../lib/contract/message';

/** What the events have said about each delivery: all that a subscriber to the bus could know, and what is awaited. */
export class Ledger {
  readonly #deliveries = new Map<string, DeliveryEventDetail>();
  /** When deliveries were sent whose outcome is known and whose cost is awaited, by their ids. */
  readonly #withoutCost = new Map<string, number>();

  /** Events may come in another order than the changes. */
  enter({ detail }: PipelineEvent): void {
    if (!('state' in detail)) return;
    const known = this.#deliveries.get(detail.delivery_id);
    if (!known || known.changed_at <= detail.changed_at) this.#deliveries.set(detail.delivery_id, detail);
  }

  /** No event says that a cost is awaited, or no more. */
  async follow(changes: readonly DeliveryChange[]): Promise<number> {
    for (const { after } of changes) {
      if (after.awaited === undefined || after.state === 'sent') this.#withoutCost.delete(after.id);
      else this.#withoutCost.set(after.id, Date.parse(after.sent_at ?? after.changed_at));
    }
    return changes.length;
  }

  find(deliveryId: string): DeliveryEventDetail | undefined {
    return this.#deliveries.get(deliveryId);
  }

  /** When the latest delivery whose status is awaited was sent, by channel. Milliseconds since the epoch. */
  get awaited(): ReadonlyMap<Channel, number> {
    const latest = new Map<Channel, number>();
    if (this.#withoutCost.size > 0) latest.set('sms', Math.max(...this.#withoutCost.values()));
    for (const { state, type, sent_at } of this.#deliveries.values()) {
      if (state !== 'sent' || type === 'unknown' || sent_at === undefined) continue;
      const channel = channelOf(type);
      latest.set(channel, Math.max(latest.get(channel) ?? 0, Date.parse(sent_at)));
    }
    return latest;
  }
}
