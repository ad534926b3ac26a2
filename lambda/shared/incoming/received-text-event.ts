import { detailTypes, eventSource } from '../../../lib/contract/events/names';
import type { ReceivedTextEvent } from '../../../lib/contract/events/received-text';
import { deliveryId, eventId } from '../../../lib/contract/identity';

/** A received text, in the words of Notify's list. */
export interface ListedText {
  readonly id: string;
  readonly user_number: string;
  readonly notify_number: string;
  readonly content: string;
  readonly created_at: string;
}

/**
 * The event of a received text, which has the same id whether the poll or a callback brings the text.
 * @throws RangeError when it does not say when it came.
 */
export function receivedTextEvent(text: ListedText, pipelineId: string): ReceivedTextEvent {
  const { id, user_number, notify_number, content } = text;
  const time = new Date(text.created_at);
  return {
    source: eventSource,
    detailType: detailTypes.text_received,
    time,
    detail: {
      version: '1',
      event_id: eventId(deliveryId(pipelineId, `text ${id}`), 'received'),
      pipeline_id: pipelineId,
      id,
      user_number,
      notify_number,
      // The bus takes whole characters only.
      content: content.replace(/\p{Surrogate}/gu, '\u{fffd}'),
      received_at: time.toISOString(),
    },
  };
}
