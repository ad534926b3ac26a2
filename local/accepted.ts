import type { DeliveryEventDetail } from '../lib/contract/events/details';
import { formatReference } from '../lib/contract/identity';
import type { NotifyStandIn } from '../lib/testing';

/** How many messages the stand-in took for a delivery. */
export function acceptedFor(
  { notifications }: NotifyStandIn,
  { pipeline_id, delivery_id, reference }: DeliveryEventDetail,
): number {
  const ids = { pipelineId: pipeline_id, deliveryId: delivery_id };
  return notifications.byReference(formatReference({ ...ids, ...(reference ? { reference } : {}) })).length;
}
