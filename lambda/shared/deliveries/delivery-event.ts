import type { Delivery } from '../../../lib/contract/delivery';
import { deliveryEventFields, type DeliveryEventField } from '../../../lib/contract/events/delivery-fields';
import type { DeliveryEvent } from '../../../lib/contract/events/delivery';
import { detailTypes, eventSource } from '../../../lib/contract/events/names';
import { eventId } from '../../../lib/contract/identity';

/** The event that a change of the record calls for. `undefined` when it calls for none. */
export function deliveryEventOf(
  before: Delivery | undefined,
  after: Delivery,
  pipelineId: string,
): DeliveryEvent | undefined {
  const changed = changeIn(before, after);
  if (!changed) return undefined;
  return {
    source: eventSource,
    detailType: changed.detailType,
    time: new Date(changed.at),
    detail: {
      version: '1',
      event_id: eventId(after.id, changed.change),
      pipeline_id: pipelineId,
      delivery_id: after.id,
      ...detailOf(after),
    },
  };
}

/** What the schema of events names, and nothing else: a field that is new to the record is not published by itself. */
function detailOf(delivery: Delivery): Pick<Delivery, DeliveryEventField> {
  const fields = deliveryEventFields.flatMap((field) =>
    delivery[field] === undefined ? [] : [[field, delivery[field]]],
  );
  return Object.fromEntries(fields) as Pick<Delivery, DeliveryEventField>;
}

/** What event there is, when it was, and what makes its id the same however often it is published. */
function changeIn(before: Delivery | undefined, after: Delivery) {
  const { state, failure, notification_id, changed_at, pdf_key, pdf_stored_at } = after;
  // A failure of ours that Notify's own word of the message has replaced may be the same failure.
  const learnt = before?.notification_id === undefined && notification_id !== undefined;
  if (before?.state !== state || before.failure !== failure || learnt) {
    return { detailType: detailTypes[state], at: changed_at, change: `${state} ${changed_at}` };
  }
  if (after.duplicate_suspected && !before.duplicate_suspected) {
    return { detailType: detailTypes[state], at: changed_at, change: `duplicate ${changed_at}` };
  }
  if (pdf_key === undefined || pdf_stored_at === undefined || before.pdf_key === pdf_key) return undefined;
  return { detailType: detailTypes.letter_pdf_stored, at: pdf_stored_at, change: `stored ${pdf_key}` };
}
