/** Notify's channels. A precompiled letter is a letter to Notify. */
export type Channel = 'email' | 'sms' | 'letter';

/** What a message of any type may say. */
interface AnyMessage {
  /** Your own name for the message, up to 900 characters, given back in every event. No personal data. */
  readonly reference?: string | undefined;
  /** Two messages with the same key are one, and sent once. Up to 256 characters. No personal data. */
  readonly idempotency_key?: string | undefined;
  /** It is not sent before then: ISO 8601 with an offset. */
  readonly send_after?: string | undefined;
  /** It is not sent from then on: ISO 8601 with an offset. */
  readonly expires_at?: string | undefined;
  /** Your own text values, given back in every event. At most 1,024 bytes as JSON. No personal data. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** An email, as a queue message. */
export interface EmailQueueMessage extends AnyMessage {
  readonly type: 'email';
  readonly template_id: string;
  readonly email_address: string;
  readonly personalisation?: Readonly<Record<string, unknown>> | undefined;
  readonly email_reply_to_id?: string | undefined;
  readonly one_click_unsubscribe_url?: string | undefined;
  readonly sanitise_content_for?: readonly string[] | undefined;
}

/** A text message, as a queue message. */
export interface SmsQueueMessage extends AnyMessage {
  readonly type: 'sms';
  readonly template_id: string;
  readonly phone_number: string;
  readonly personalisation?: Readonly<Record<string, unknown>> | undefined;
  readonly sms_sender_id?: string | undefined;
}

/** A letter made from a template, as a queue message. */
export interface LetterQueueMessage extends AnyMessage {
  readonly type: 'letter';
  readonly template_id: string;
  /** It holds the address too: `address_line_1` and so on. */
  readonly personalisation: Readonly<Record<string, unknown>>;
}

/** A letter that is a PDF, as a queue message. */
export interface PrecompiledLetterQueueMessage extends AnyMessage {
  readonly type: 'precompiled_letter';
  /** The PDF in base64. */
  readonly content: string;
  readonly postage?: 'first' | 'second' | 'economy' | undefined;
}

/**
 * The queue message: what any service puts on the queue, in Notify's own field names. It is written out, because the
 * types of this package name no other package; a test holds it equal to the schema in `message.ts`.
 */
export type QueueMessage = EmailQueueMessage | SmsQueueMessage | LetterQueueMessage | PrecompiledLetterQueueMessage;

export type MessageType = QueueMessage['type'];
