import type { Delivery } from '../../../lib/contract/delivery';
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
  const {
    id,
    recipient_hash: _recipient,
    fingerprint: _fingerprint,
    lease_until: _lease,
    failures: _failures,
    failed_at: _failedAt,
    refusals: _refusals,
    may_change: _mayChange,
    lookups: _lookups,
    expires_at: _deadline,
    awaited: _awaited,
    ttl: _ttl,
    ...told
  } = after;
  return {
    source: eventSource,
    detailType: news.detailType,
    time: new Date(news.at),
    detail: {
      version: '1',
      event_id: eventId(id, news.change),
      pipeline_id: pipelineId,
      delivery_id: id,
      ...told,
    },
  };
}

/** What there is to tell, when it was, and what makes it the same however often it is told. */
function changeIn(before: Delivery | undefined, after: Delivery) {
  const { state, failure, changed_at, pdf_key, pdf_stored_at } = after;
  if (before?.state !== state || before.failure !== failure) {
    return { detailType: detailTypes[state], at: changed_at, change: `${state} ${changed_at}` };
  }
  if (pdf_key === undefined || pdf_stored_at === undefined || before.pdf_key === pdf_key) return undefined;
  return { detailType: detailTypes.letter_pdf_stored, at: pdf_stored_at, change: `stored ${pdf_key}` };
}
