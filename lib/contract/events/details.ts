import type { CostDetails, DeliveryState, Failure } from '../delivery';
import type { MessageType } from '../queue-message';

/** What every event says. The types of events are written out; a test holds them equal to the schemas beside them. */
interface EveryEvent {
  /** Of the schema. Fields may be added under the same version. */
  readonly version: '1';
  /** A UUID, the same for every copy of the same event: dedupe on it, because events come at least once. */
  readonly event_id: string;
  /** Which pipeline published it, if several share a bus. */
  readonly pipeline_id: string;
}

/** What an event says of a delivery, whatever its state. It names no recipient and holds no content. */
export interface DeliveryEventDetail extends EveryEvent {
  /** The delivery, as the table has it: a UUID. */
  readonly delivery_id: string;
  /** `unknown` when the message could not be read. */
  readonly type: MessageType | 'unknown';
  /** Which of the services that share the pipeline published it, as its publisher says. */
  readonly sender?: string | undefined;
  /** The state that the delivery has reached. */
  readonly state: DeliveryState;
  /** How it failed. There if `state` is `failed`. `returned`: a letter that was delivered has come back. */
  readonly failure?: Failure | undefined;
  /** Notify's own word for where the message is. */
  readonly status?: string | undefined;
  /** Why it is in this state, for a person to read. */
  readonly reason?: string | undefined;
  /** Notify's id of the message. */
  readonly notification_id?: string | undefined;
  /** The template's id, a UUID. Not there for a letter that is a PDF. */
  readonly template_id?: string | undefined;
  /** The version of the template that Notify used, from 1. There once Notify has accepted the message. */
  readonly template_version?: number | undefined;
  /** The caller's own reference, as it was on the queue message. */
  readonly reference?: string | undefined;
  /** The caller's own values, as they were on the queue message. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** How many times the message was given to Notify. */
  readonly attempts: number;
  /** Notify holds more than one message for it: somebody may have got it twice. */
  readonly duplicate_suspected?: true | undefined;
  /** The recipient guard had it sent to another recipient than it was for. */
  readonly redirected?: true | undefined;
  /**
   * Where the publisher was in its trace, as W3C writes it: `00-<trace id>-<parent id>-<flags>`. Only there if the pipeline's
   * `tracing` is on and the message came with a trace.
   */
  readonly traceparent?: string | undefined;
  /** When the message was first seen: ISO 8601, as all times are. */
  readonly created_at: string;
  /** When it came to this state. */
  readonly changed_at: string;
  /** When Notify took it. */
  readonly sent_at?: string | undefined;
  /** When it came to its end, as Notify says. */
  readonly completed_at?: string | undefined;
  /** What Notify charges, in pounds without VAT. There once Notify says it. */
  readonly cost_in_pounds?: number | undefined;
  /** What the cost is made of, as Notify gives it: fragments of a text, sheets of a letter. */
  readonly cost_details?: { readonly [Detail in keyof CostDetails]: CostDetails[Detail] | undefined } | undefined;
  /** The bucket that the PDF of the letter is kept in. */
  readonly pdf_bucket?: string | undefined;
  /** The key of the PDF in that bucket. */
  readonly pdf_key?: string | undefined;
  /** When the PDF was put there. */
  readonly pdf_stored_at?: string | undefined;
}

/** The detail of a `Notification Failed`. */
export type FailedEventDetail = DeliveryEventDetail & {
  readonly state: 'failed';
  readonly failure: Failure;
};

/** The detail of a `Letter PDF Stored`. */
export type LetterPdfEventDetail = DeliveryEventDetail & {
  readonly pdf_bucket: string;
  readonly pdf_key: string;
  readonly pdf_stored_at: string;
};

/** The detail of a `Text Received`. It holds personal data: never log it. */
export interface ReceivedTextEventDetail extends EveryEvent {
  /** Notify's id of the text. */
  readonly id: string;
  /** The sender's phone number, such as 447700900123. Personal data. */
  readonly user_number: string;
  /** The service's own number, which the text was sent to. */
  readonly notify_number: string;
  /** The text, as it was sent. Personal data. */
  readonly content: string;
  /** When it came in: by Notify's clock or, if Notify called back, by the sender's network. */
  readonly received_at: string;
}

/** The detail of a `Complaint Received`: someone reported an email as spam. It does not say who. */
export interface ComplaintEventDetail extends EveryEvent {
  /** Notify's id of the complaint. */
  readonly id: string;
  /** Notify's id of the message. */
  readonly notification_id: string;
  /** The delivery, as the table has it: a UUID. */
  readonly delivery_id?: string | undefined;
  /** The caller's own reference, as it was on the queue message. */
  readonly reference?: string | undefined;
  /** When the complaint was made: ISO 8601. */
  readonly complained_at: string;
}
