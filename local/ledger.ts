import type { DeliveryEventDetail } from '../lib/contract/events/details';
import type { PipelineEvent } from '../lib/contract/events/schema-violations';
import { channelOf, type Channel } from '../lib/contract/message';

/** What the events have told of each delivery: all that a subscriber to the bus could know. */
export class Ledger {
  readonly #deliveries = new Map<string, DeliveryEventDetail>();

  /** Events may come in another order than what they tell of. */
  enter({ detail }: PipelineEvent): void {
    if (!('state' in detail)) return;
    const known = this.#deliveries.get(detail.delivery_id);
    if (!known || known.changed_at <= detail.changed_at) this.#deliveries.set(detail.delivery_id, detail);
  }

  find(deliveryId: string): DeliveryEventDetail | undefined {
    return this.#deliveries.get(deliveryId);
  }

  /** When the latest delivery whose status is awaited was sent, by channel. Milliseconds since the epoch. */
  get awaited(): ReadonlyMap<Channel, number> {
    const latest = new Map<Channel, number>();
    for (const { state, type, sent_at } of this.#deliveries.values()) {
      if (state !== 'sent' || type === 'unknown' || sent_at === undefined) continue;
      const channel = channelOf(type);
      latest.set(channel, Math.max(latest.get(channel) ?? 0, Date.parse(sent_at)));
    }
    return latest;
  }
}
