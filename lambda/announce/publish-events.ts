import type { DeliveryEvent } from '../../lib/contract/events/delivery';
import { deliveryEventOf } from '../shared/deliveries/delivery-event';
import type { EventBus, Monitor } from '../shared/ports';
import type { DeliveryChangeHandler } from './delivery-change';

export interface PublishEventsDependencies {
  readonly bus: EventBus<DeliveryEvent>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}

/** EventBridge takes ten events at a time. */
const batchSize = 10;

/** Puts an event on the bus for every change that is news. */
export function createEventPublisher({ bus, monitor, pipelineId }: PublishEventsDependencies): DeliveryChangeHandler {
  return async (changes) => {
    const announcements = changes.flatMap(({ before, after }, place) => {
      const event = deliveryEventOf(before, after, pipelineId);
      return event ? [{ event, place }] : [];
    });
    for (let start = 0; start < announcements.length; start += batchSize) {
      const batch = announcements.slice(start, start + batchSize);
      const unpublished = await putAll(batch.map(({ event }) => event));
      const first = batch[Math.min(...unpublished)];
      if (first) return first.place;
    }
    return changes.length;
  };

  async function putAll(events: readonly DeliveryEvent[]): Promise<readonly number[]> {
    try {
      return await bus.put(events);
    } catch (error) {
      monitor.error('the event bus took nothing; the events are tried again', error);
      return [0];
    }
  }
}
