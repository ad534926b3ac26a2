import type { everyEvent } from './common';
import type { DeliveryEvent } from './delivery';

/** What an event says in the same words as the record. */
export type DeliveryEventField = Exclude<keyof DeliveryEvent['detail'], keyof typeof everyEvent | 'delivery_id'>;

/**
 * Held to the schema by the compiler, both ways: one field more or less does not compile. Asking the schema itself would
 * bring zod into a function that checks nothing.
 */
const fields: Readonly<Record<DeliveryEventField, true>> = {
  type: true,
  sender: true,
  state: true,
  failure: true,
  status: true,
  reason: true,
  notification_id: true,
  template_id: true,
  template_version: true,
  reference: true,
  metadata: true,
  attempts: true,
  duplicate_suspected: true,
  redirected: true,
  traceparent: true,
  created_at: true,
  changed_at: true,
  sent_at: true,
  completed_at: true,
  cost_in_pounds: true,
  cost_details: true,
  pdf_bucket: true,
  pdf_key: true,
  pdf_stored_at: true,
};

/** The fields of a record that events have. */
export const deliveryEventFields = Object.keys(fields) as readonly DeliveryEventField[];
