import type { ComplaintEvent } from '../../../lib/contract/events/complaint';
import { detailTypes, eventSource } from '../../../lib/contract/events/names';
import { deliveryId, eventId, parseReference } from '../../../lib/contract/identity';

/** A complaint, in the words of Notify's callback. Who complains is not among them. */
export interface IncomingComplaint {
  readonly complaint_id: string;
  readonly notification_id: string;
  readonly reference?: string | undefined;
  readonly complaint_date?: string | undefined;
}

interface Received {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly pipelineId: string;
}

/** The event of a complaint, which has the same id however often Notify reports it. */
export function complaintEvent(complaint: IncomingComplaint, { now, pipelineId }: Received): ComplaintEvent {
  const { complaint_id: id, notification_id, complaint_date } = complaint;
  const time = new Date(complaint_date ?? now);
  const whose = parseReference(complaint.reference);
  return {
    source: eventSource,
    detailType: detailTypes.complaint_received,
    time,
    detail: {
      version: '1',
      event_id: eventId(deliveryId(pipelineId, `complaint ${id}`), 'received'),
      pipeline_id: pipelineId,
      id,
      notification_id,
      // What no pipeline made up may have anything in it.
      ...(whose ? { delivery_id: whose.deliveryId } : {}),
      ...(whose?.reference === undefined ? {} : { reference: whose.reference }),
      complained_at: time.toISOString(),
    },
  };
}
