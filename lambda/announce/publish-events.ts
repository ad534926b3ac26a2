import type { DeliveryEvent } from '../../lib/contract/events/delivery';
import { metrics } from '../../lib/contract/metrics';
import { deliveryEventOf } from '../shared/deliveries/delivery-event';
import { isAboutContent } from '../shared/passing-fault';
import type { EventBus, Monitor } from '../shared/ports';
import type { DeliveryChangeHandler } from './delivery-change';

export interface PublishEventsDependencies {
  readonly bus: EventBus<DeliveryEvent>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}

/** EventBridge takes ten events at a time. */
const batchSize = 10;

/** Puts an event on the bus for every change that calls for one. */
export function createEventPublisher({ bus, monitor, pipelineId }: PublishEventsDependencies): DeliveryChangeHandler {
  return async (changes) => {
    const announcements = changes.flatMap(({ before, after }, place) => {
      const event = deliveryEventOf(before, after, pipelineId);
      return event ? [{ event, place }] : [];
    });
    for (let start = 0; start < announcements.length; start += batchSize) {
      const batch = announcements.slice(start, start + batchSize);
      const refused = await putAll(batch.map(({ event }) => event));
      const first = batch[Math.min(...refused)];
      if (first) return first.place;
    }
    return changes.length;
  };

  /** Answers which of them the bus did not take and has to be given again. */
  async function putAll(events: readonly DeliveryEvent[]): Promise<readonly number[]> {
    try {
      return await bus.put(events);
    } catch (error) {
      if (!isAboutContent(error)) {
        monitor.error('the event bus took nothing; the events are tried again', error);
        return [0];
      }
      return events.length > 1 ? putEach(events) : leaveOut(events, error);
    }
  }

  /** One of them is what the bus will never take. Up to the first that it does not take now, the others are told. */
  async function putEach(events: readonly DeliveryEvent[]): Promise<readonly number[]> {
    for (const [place, event] of events.entries()) if ((await putAll([event])).length > 0) return [place];
    return [];
  }

  /** Given again, it would keep all that comes after it, for a day. */
  function leaveOut([event]: readonly DeliveryEvent[], error: unknown): readonly number[] {
    monitor.count(metrics.names.unreadable);
    monitor.error('an event is left out that the event bus cannot take', error, {
      delivery_id: event?.detail.delivery_id,
    });
    return [];
  }
}
