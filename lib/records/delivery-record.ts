import type { Delivery } from '../contract/delivery';
import { deliveryEventFields } from '../contract/events/delivery-fields';
import type { DeliveryEventDetail } from '../contract/events/details';
import { isDelivery } from '../contract/is-delivery';
import { iso } from '../contract/time';

/**
 * What is on record of one message, in the words of the events. It names no recipient and holds no content. `metadata` and
 * `reference` are the caller's own.
 *
 * @example
 * const record = await records.findById(deliveryId);
 * if (record?.state === 'failed') console.log(record.failure, record.reason);
 */
export interface DeliveryRecord extends Omit<DeliveryEventDetail, 'version' | 'event_id' | 'pipeline_id'> {
  /** Until when it may be sent: ISO 8601, as all times are. */
  readonly expires_at?: string | undefined;
  /** From when DynamoDB may delete the record, as a rule within a few days. */
  readonly kept_until: string;
}

/** The record that an item of the table is. `undefined` when it is something else: a hold, a checkpoint. */
export function deliveryRecordOf(item: Readonly<Record<string, unknown>> | undefined): DeliveryRecord | undefined {
  if (!isDelivery(item)) return undefined;
  const delivery: Delivery = item;
  const fields = [...deliveryEventFields, 'expires_at'] as const;
  const known = fields.flatMap((field) => (delivery[field] === undefined ? [] : [[field, delivery[field]]]));
  return {
    delivery_id: delivery.id,
    ...(Object.fromEntries(known) as Pick<Delivery, (typeof fields)[number]>),
    kept_until: iso(delivery.ttl * 1000),
  };
}
