import type { Clock } from '../../../lib/contract/clock';
import type { ComplaintEvent } from '../../../lib/contract/events/complaint';
import type { ReceivedTextEvent } from '../../../lib/contract/events/received-text';
import type { PublishedEventStore } from './published-events';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import type { EventBus } from '../ports';

/** What people send back through Notify. Both the poll and a callback can bring it. */
export type IncomingEvent = ReceivedTextEvent | ComplaintEvent;

/** Whether the event was published now, was published before, or is being published by another worker. */
export type PublishOnceResult = 'published' | 'already published' | 'being published';

export interface PublishOnceDependencies {
  readonly published: PublishedEventStore;
  readonly bus: EventBus<IncomingEvent>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Much longer than an event takes. If a worker dies with it, it is published again after that, under the same id. */
const lease = 60_000;

/**
 * Puts what came in on the bus, once whichever way it came: at least once, if a worker dies between the bus
 * and the table. Rejects when it could not be published.
 */
export function createPublishOnce({ published, bus, clock }: PublishOnceDependencies) {
  return async (event: IncomingEvent): Promise<PublishOnceResult> => {
    const { event_id: id } = event.detail;
    const now = clock.now();
    const claim = await published.claim(id, now, now + lease);
    if (claim === 'published') return 'already published';
    if (claim === 'busy') return 'being published';
    const refused = await bus.put([event]);
    if (refused.length > 0) throw new PipelineError(`the event bus did not accept event ${id}; we publish it again`);
    await published.confirm(id, clock.now());
    return 'published';
  };
}

export type PublishOnce = ReturnType<typeof createPublishOnce>;
