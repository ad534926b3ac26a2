import * as z from 'zod/mini';
import { everyEvent, instant } from './common';
import type { ReceivedTextEventDetail } from './details';
import type { detailTypes, eventSource } from './names';

/**
 * The `detail` of a `Text Received`: the one event that holds personal data, because that is its purpose. In Notify's own
 * words for what its API lists.
 * @see https://docs.notifications.service.gov.uk/rest-api.html#get-received-text-messages
 */
export const receivedTextDetail = z.object({
  ...everyEvent,
  id: z.string().check(z.describe("Notify's id of the text.")),
  user_number: z
    .string()
    .check(z.describe("The sender's phone number, such as 447700900123. Personal data: never log it.")),
  notify_number: z.string().check(z.describe("The service's own number, which the text was sent to.")),
  content: z.string().check(z.describe('The text, as it was sent. Personal data: never log it.')),
  received_at: instant.check(
    z.describe("When it came in: by Notify's clock or, if Notify called back, by the sender's network."),
  ),
});

/** A text that came in, as it is put on the bus. */
export interface ReceivedTextEvent {
  readonly source: typeof eventSource;
  readonly detailType: (typeof detailTypes)['text_received'];
  readonly time: Date;
  readonly detail: ReceivedTextEventDetail;
}
