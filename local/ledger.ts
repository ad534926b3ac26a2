import type { DeliveryEventDetail } from '../lib/contract/events/delivery';
import type { PipelineEvent } from '../lib/contract/events/fit';
import { channelOf, type Channel } from '../lib/contract/message';

/** What the events have told of each delivery: all that a subscriber to the bus could know. */
export class Ledger {
  readonly #deliveries = new Map<string, DeliveryEventDetail>();

  enter({ detail }: PipelineEvent): void {
    if ('state' in detail) this.#deliveries.set(detail.delivery_id, detail);
  }

  find(deliveryId: string): DeliveryEventDetail | undefined {
    return this.#deliveries.get(deliveryId);
  }

  /** The channels that have deliveries whose status is awaited. */
  get awaited(): ReadonlySet<Channel> {
    const sent = [...this.#deliveries.values()].filter(({ state }) => state === 'sent');
    return new Set(sent.flatMap(({ type }) => (type === 'unknown' ? [] : [channelOf(type)])));
  }
}
