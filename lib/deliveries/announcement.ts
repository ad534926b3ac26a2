import type { Delivery } from '../contract/delivery';
import type { DeliveryEvent } from '../contract/events/delivery';
import { detailTypes, eventSource } from '../contract/events/names';
import { eventId } from '../contract/identity';

/** The event that a change of the record calls for. `undefined` when its state is what it was. */
export function announcementOf(
  before: Delivery | undefined,
  after: Delivery,
  pipelineId: string,
): DeliveryEvent | undefined {
  if (before?.state === after.state && before.failure === after.failure) return undefined;
  const {
    id,
    recipient_hash: _recipient,
    fingerprint: _fingerprint,
    lease_until: _lease,
    failures: _failures,
    awaited: _awaited,
    ttl: _ttl,
    ...told
  } = after;
  return {
    source: eventSource,
    detailType: detailTypes[after.state],
    time: new Date(after.changed_at),
    detail: {
      version: '1',
      event_id: eventId(id, `${after.state} ${after.changed_at}`),
      pipeline_id: pipelineId,
      delivery_id: id,
      ...told,
    },
  };
}
