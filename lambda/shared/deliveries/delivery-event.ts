import type { Delivery } from '../../../lib/contract/delivery';
import { deliveryEventFields, type DeliveryEventField } from '../../../lib/contract/events/delivery-fields';
import type { DeliveryEvent } from '../../../lib/contract/events/delivery';
import { detailTypes, eventSource } from '../../../lib/contract/events/names';
import { eventId } from '../../../lib/contract/identity';

/** The event that a change of the record calls for. `undefined` when nothing in it is news. */
export function deliveryEventOf(
  before: Delivery | undefined,
  after: Delivery,
  pipelineId: string,
): DeliveryEvent | undefined {
  const news = changeIn(before, after);
  if (!news) return undefined;
  return {
    source: eventSource,
    detailType: news.detailType,
    time: new Date(news.at),
    detail: {
      version: '1',
      event_id: eventId(after.id, news.change),
      pipeline_id: pipelineId,
      delivery_id: after.id,
      ...toldOf(after),
    },
  };
}

/** What the schema of events names, and nothing else: a field that is new to the record is not told by itself. */
function toldOf(delivery: Delivery): Pick<Delivery, DeliveryEventField> {
  const told = deliveryEventFields.flatMap((field) =>
    delivery[field] === undefined ? [] : [[field, delivery[field]]],
  );
  return Object.fromEntries(told) as Pick<Delivery, DeliveryEventField>;
}

/** What there is to tell, when it was, and what makes it the same however often it is told. */
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
