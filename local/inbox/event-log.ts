import { isDeliveryEvent, type PipelineEvent } from '../../lib/contract/events/schema-violations';
import type { InboxEvent } from '../../lib/testing';

/** The events of each delivery, in the order in which they happened. */
export class EventLog {
  readonly #byDelivery = new Map<string, Map<string, InboxEvent>>();

  /** An event that comes again is one. */
  enter(event: PipelineEvent): void {
    const id = deliveryOf(event);
    if (id === undefined) return;
    const events = this.#byDelivery.get(id) ?? new Map<string, InboxEvent>();
    this.#byDelivery.set(id, events);
    const { detailType: name, time, detail } = event;
    if (!events.has(detail.event_id)) {
      events.set(detail.event_id, { name, at: time.getTime(), detail: JSON.stringify(detail, null, 2) });
    }
  }

  of(deliveryId: string): readonly InboxEvent[] {
    const events = [...(this.#byDelivery.get(deliveryId)?.values() ?? [])];
    return events.toSorted((one, other) => one.at - other.at);
  }
}

function deliveryOf(event: PipelineEvent): string | undefined {
  if (isDeliveryEvent(event)) return event.detail.delivery_id;
  return 'delivery_id' in event.detail ? event.detail.delivery_id : undefined;
}
