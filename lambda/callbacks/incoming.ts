import type { Clock } from '../../lib/contract/clock';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import { complaintEvent } from '../shared/incoming/complaint-event';
import { receivedTextEvent } from '../shared/incoming/received-text-event';
import { PipelineError } from '../../lib/contract/pipeline-error';
import type { Monitor } from '../shared/ports';
import type { IncomingEvent, PublishOnce } from '../shared/incoming/publish-once';
import type { CallbackHandlers } from './dispatch';

export interface IncomingDependencies {
  readonly publishOnce: PublishOnce;
  /** Whether events of texts are to be published. */
  readonly receivesTexts: boolean;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}

const { names } = metrics;

/** The handlers of what people send back: text messages, and complaints about emails. */
export function createIncoming({
  publishOnce,
  receivesTexts,
  clock,
  monitor,
  pipelineId,
}: IncomingDependencies): Required<Pick<CallbackHandlers, 'receivedText' | 'complaint'>> {
  return {
    receivedText: async ({ id, source_number, destination_number, message, date_received }) => {
      if (!receivesTexts) {
        monitor.count(names.textIgnored);
        monitor.warn('Notify reported a text, but receivedTexts is off; Notify still lists it', { text_id: id });
        return;
      }
      const text = {
        id,
        user_number: source_number,
        notify_number: destination_number,
        content: message,
        created_at: date_received,
      };
      await tell(receivedTextEvent(text, pipelineId), names.textReceived);
    },
    complaint: (complaint) =>
      tell(complaintEvent(complaint, { now: clock.now(), pipelineId }), names.complaintReceived),
  };

  async function tell(event: IncomingEvent, metric: MetricName): Promise<void> {
    const result = await publishOnce(event);
    // The worker that publishes it may die: then Notify has to call again.
    if (result === 'being published')
      throw new PipelineError(`event ${event.detail.event_id} is being published by another run; we try again`);
    if (result === 'published') monitor.count(metric);
  }
}
