import type { Clock } from '../../../lib/contract/clock';
import type { ComplaintEvent } from '../../../lib/contract/events/complaint';
import type { ReceivedTextEvent } from '../../../lib/contract/events/received-text';
import type { ToldStore } from './published-events';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import type { EventBus } from '../ports';

/** What comes in through Notify, and by more than one door. */
export type IncomingEvent = ReceivedTextEvent | ComplaintEvent;

/** What became of the telling: done now, done before, or being done at this moment at another door. */
export type Telling = 'told' | 'already told' | 'being told';

export interface TellOnceDependencies {
  readonly told: ToldStore;
  readonly bus: EventBus<IncomingEvent>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Much longer than an event takes. When a worker dies with it, it is told anew after that, under the same id. */
const lease = 60_000;

/**
 * Puts what came in on the bus, once whichever door it came through: at least once, if a worker dies between the bus
 * and the table. Rejects when it could not be told.
 */
export function createTellOnce({ told, bus, clock }: TellOnceDependencies) {
  return async (event: IncomingEvent): Promise<Telling> => {
    const { event_id: id } = event.detail;
    const now = clock.now();
    const claim = await told.claim(id, now, now + lease);
    if (claim === 'told') return 'already told';
    if (claim === 'busy') return 'being told';
    const refused = await bus.put([event]);
    if (refused.length > 0) throw new PipelineError(`the event bus did not take event ${id}; it is put there again`);
    await told.confirm(id, clock.now());
    return 'told';
  };
}

export type TellOnce = ReturnType<typeof createTellOnce>;
