import type { PageLinks } from './notification';

/**
 * A text message that someone sent to the service.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-received-text-messages
 */
export interface ReceivedText {
  /** Notify's id of the text, a UUID. */
  readonly id: string;
  /** When it came in: `YYYY-MM-DDTHH:MM:SS.ffffffZ`, in UTC. */
  readonly created_at: string;
  /** The id of the service, a UUID. */
  readonly service_id: string;
  /** The service's own number. */
  readonly notify_number: string;
  /** The sender's number, such as `447700900123`. */
  readonly user_number: string;
  /** The text, as it was sent. Personal data. */
  readonly content: string;
}

/**
 * Up to 250 received texts, newest first.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-received-text-messages
 */
export interface ReceivedTextPage {
  /** The texts, newest first. */
  readonly received_text_messages: readonly ReceivedText[];
  /** The addresses of this page and the next. */
  readonly links: PageLinks;
}
