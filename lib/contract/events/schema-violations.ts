import type * as z from 'zod/mini';
import { complaintDetail, type ComplaintEvent } from './complaint';
import { deliveryDetails, type DeliveryEvent } from './delivery';
import { detailTypes, eventSource } from './names';
import { receivedTextDetail, type ReceivedTextEvent } from './received-text';

/** Whatever the pipeline puts on the bus. */
export type PipelineEvent = DeliveryEvent | ReceivedTextEvent | ComplaintEvent;

/** The schema of every event's `detail`. */
export const detailSchemas = {
  ...deliveryDetails,
  text_received: receivedTextDetail,
  complaint_received: complaintDetail,
} as const satisfies Readonly<Record<keyof typeof detailTypes, z.ZodMiniType>>;

/**
 * What is wrong with an event by its schema; empty when it fits. A subscriber has to let pass fields that are new, but
 * what we put on the bus ourselves may hold no field that the schema does not name: it could be anybody's address.
 */
export function schemaViolations({
  source,
  detailType,
  detail,
}: {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
}): readonly string[] {
  const kind = (Object.keys(detailTypes) as (keyof typeof detailTypes)[]).find(
    (one) => detailTypes[one] === detailType,
  );
  if (source !== eventSource || !kind) return [`${source} has no event ${detailType}`];
  const { success, data, error } = detailSchemas[kind].safeParse(detail);
  if (!success) return error.issues.map(({ path, code }) => `${detailType}: ${path.join('.')}: ${code}`);
  const known = new Set(Object.keys(data));
  return Object.keys(detail as object)
    .filter((field) => !known.has(field))
    .map((field) => `${detailType}: ${field} is not in the schema`);
}

/** Whether an event is about a text message that came in. */
export const isTextReceivedEvent = (event: PipelineEvent): event is ReceivedTextEvent =>
  event.detailType === detailTypes.text_received;

/** Whether an event is about a delivery. */
export const isDeliveryEvent = (event: PipelineEvent): event is DeliveryEvent => 'state' in event.detail;
