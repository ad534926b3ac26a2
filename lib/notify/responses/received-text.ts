import type { PageLinks } from './notification';

/** A text message that someone sent to the service. */
export interface ReceivedText {
  readonly id: string;
  readonly created_at: string;
  readonly service_id: string;
  /** The service's own number. */
  readonly notify_number: string;
  /** The sender's number, such as `447700900123`. */
  readonly user_number: string;
  readonly content: string;
}

/** Up to 250 received texts, newest first. */
export interface ReceivedTextPage {
  readonly received_text_messages: readonly ReceivedText[];
  readonly links: PageLinks;
}
