import type { DeliveryState } from '../../lib/contract/delivery';
import type { DeliveryEvent } from '../../lib/contract/events/delivery';
import { detailTypes } from '../../lib/contract/events/names';
import { metrics } from '../../lib/contract/metrics';
import { deliveryEventOf } from '../shared/deliveries/delivery-event';
import { isAboutContent } from '../shared/passing-fault';
import type { EventBus, Monitor } from '../shared/ports';
import type { DeliveryChangeHandler } from './delivery-change';

export interface PublishEventsDependencies {
  readonly bus: EventBus<DeliveryEvent>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
  /** The states whose events are published. That the PDF of a letter is stored is no state, and published in any case. */
  readonly publishedStates: ReadonlySet<DeliveryState>;
}

/** EventBridge takes ten events at a time. */
const batchSize = 10;

/** Puts an event on the bus for every change that calls for one and is of a state that is published. */
export function createEventPublisher({
  bus,
  monitor,
  pipelineId,
  publishedStates,
}: PublishEventsDependencies): DeliveryChangeHandler {
  return async (changes) => {
    const announcements = changes.flatMap(({ before, after }, place) => {
      const event = deliveryEventOf(before, after, pipelineId);
      return event && isPublished(event) ? [{ event, place }] : [];
    });
    for (let start = 0; start < announcements.length; start += batchSize) {
      const batch = announcements.slice(start, start + batchSize);
      const refused = await putAll(batch.map(({ event }) => event));
      const first = batch[Math.min(...refused)];
      if (first) return first.place;
    }
    return changes.length;
  };

  function isPublished({ detailType, detail }: DeliveryEvent): boolean {
    return detailType === detailTypes.letter_pdf_stored || publishedStates.has(detail.state);
  }

  /** Answers which of them the bus did not take and has to be given again. */
  async function putAll(events: readonly DeliveryEvent[]): Promise<readonly number[]> {
    try {
      return await bus.put(events);
    } catch (error) {
      if (!isAboutContent(error)) {
        monitor.error('the event bus accepted nothing; we publish the events again', error);
        return [0];
      }
      return events.length > 1 ? putEach(events) : leaveOut(events, error);
    }
  }

  /** The bus will never accept one of them. The others are published, up to the first that it does not accept now. */
  async function putEach(events: readonly DeliveryEvent[]): Promise<readonly number[]> {
    for (const [place, event] of events.entries()) if ((await putAll([event])).length > 0) return [place];
    return [];
  }

  /** Given again, it would keep all that comes after it, for a day. */
  function leaveOut([event]: readonly DeliveryEvent[], error: unknown): readonly number[] {
    monitor.count(metrics.names.unreadable);
    monitor.error('an event is skipped, because the event bus cannot accept it', error, {
      delivery_id: event?.detail.delivery_id,
    });
    return [];
  }
}
