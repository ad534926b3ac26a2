import { metrics } from '../../lib/contract/metrics';
import type { DeliveryEvent } from '../../lib/contract/events/delivery';
import { announcementOf } from '../../lib/deliveries/announcement';
import { isDelivery } from '../../lib/deliveries/is-delivery';
import type { EventBus, Monitor } from '../ports';

/** One change of an item, as the table's stream tells it. */
export interface Change {
  readonly sequenceNumber: string;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
}

export interface AnnounceDependencies {
  readonly bus: EventBus<DeliveryEvent>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}

/** EventBridge takes ten events at a time. */
const batchSize = 10;

/**
 * Puts an event on the bus for every change of state. Answers the sequence numbers of the changes that could not be
 * told: the stream hands them over again until they could, so no outcome is lost while the bus is down.
 */
export function createAnnouncer({ bus, monitor, pipelineId }: AnnounceDependencies) {
  return async (changes: readonly Change[]): Promise<readonly string[]> => {
    const announcements = changes.flatMap(({ before, after, sequenceNumber }) => {
      if (!after) return [];
      // One that is none would be told wrongly or not at all, and then come again until the stream forgets it.
      if (!isDelivery(after)) {
        monitor.count(metrics.names.unreadable);
        return [];
      }
      const event = announcementOf(isDelivery(before) ? before : undefined, after, pipelineId);
      return event ? [{ event, sequenceNumber }] : [];
    });
    for (let start = 0; start < announcements.length; start += batchSize) {
      const batch = announcements.slice(start, start + batchSize);
      const untold = await putAll(batch.map(({ event }) => event));
      if (untold.length > 0) {
        // The stream goes on from the first that failed, so those behind it need not be tried now.
        const rest = [...untold.map((place) => batch[place]), ...announcements.slice(start + batchSize)];
        return rest.flatMap((announcement) => (announcement ? [announcement.sequenceNumber] : []));
      }
    }
    return [];
  };

  async function putAll(events: readonly DeliveryEvent[]): Promise<readonly number[]> {
    try {
      return await bus.put(events);
    } catch (error) {
      monitor.error('the event bus took nothing; the events are tried again', error);
      return events.map((_, place) => place);
    }
  }
}
