import type { Channel, MessageType } from './queue-message';

/** Every state that a delivery can be in, in the order in which they can be reached. */
export const deliveryStates = [
  'sending',
  'held',
  'sent',
  'sent_untracked',
  'delivered',
  'failed',
  'rejected',
  'expired',
  'cancelled',
] as const;

/** A state of a delivery. The guide to states says what each means. */
export type DeliveryState = (typeof deliveryStates)[number];

/** Why a delivery is `failed`. */
export const failures = [
  'permanent',
  'temporary',
  'technical',
  'validation',
  'virus',
  'cancelled',
  'returned',
] as const;

/** Why a delivery is `failed`. */
export type Failure = (typeof failures)[number];

/** What a cost is made of, as Notify gives it. */
export interface CostDetails {
  readonly billable_sms_fragments?: number;
  readonly international_rate_multiplier?: number;
  readonly sms_rate?: number;
  readonly billable_sheets_of_paper?: number;
  readonly postage?: string;
  readonly [other: string]: unknown;
}

/**
 * What happened to one message: the item in the deliveries table. It never holds the content, the personalisation
 * or the recipient, who is there as a keyed hash alone.
 */
export interface Delivery {
  /** A UUIDv5 of the pipeline and the idempotency key: the same message always has the same one. */
  readonly id: string;
  /** `unknown` when the message could not be read. */
  readonly type: MessageType | 'unknown';
  /** Which of the services that share the pipeline published it, as its publisher says. */
  readonly sender?: string;
  readonly state: DeliveryState;
  readonly failure?: Failure;
  /** Notify's own word for where the message is, as it came. */
  readonly status?: string;
  /** Why it is in this state, for a person to read. */
  readonly reason?: string;
  /** Notify's id. */
  readonly notification_id?: string;
  readonly template_id?: string;
  readonly template_version?: number;
  /** The caller's own reference. */
  readonly reference?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** HMAC of the recipient: only somebody who has the address can find the deliveries to it. */
  readonly recipient_hash?: string;
  /** HMAC of the message: distinguishes a repeat from another message under the same idempotency key. */
  readonly fingerprint?: string;
  /** How many times the message was given to Notify, or is being given to it. */
  readonly attempts: number;
  /** How many of them failed by the message's own fault: Notify took others that were given to it later. */
  readonly failures?: number;
  /** When it was given to Notify for the last of those that failed. Milliseconds since the epoch. */
  readonly failed_at?: number;
  /** How often Notify refused it for a condition of the service or the key. */
  readonly refusals?: number;
  /** It was refused for something that may change without it, so it may be published again as it is. */
  readonly may_change?: true;
  /** How often Notify was asked for it and gave no answer. */
  readonly lookups?: number;
  /** Notify holds more than one message for this delivery: the recipient may have got it twice. */
  readonly duplicate_suspected?: true;
  /** The recipient guard had it sent to another recipient than it was for. */
  readonly redirected?: true;
  /**
   * Where the publisher was in its trace, as W3C writes it. Only there if the pipeline's `tracing` is on and the message came
   * with a trace.
   */
  readonly traceparent?: string;
  /** While `sending`: until when this claim belongs to the worker that made it. Milliseconds since the epoch. */
  readonly lease_until?: number;
  /** Random, of the claim that was made last: a worker that never heard that it won knows its own. */
  readonly claim?: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly changed_at: string;
  readonly sent_at?: string;
  readonly completed_at?: string;
  /** Before when it may not be sent. */
  readonly send_after?: string;
  /** Until when it may be sent. */
  readonly expires_at?: string;
  /** The slot of the table of scheduled messages in which its message waits, or waited. */
  readonly scheduled?: string;
  /** Where the PDF of a letter is kept, and since when. Present once it is there, if letters' PDFs are kept at all. */
  readonly pdf_bucket?: string;
  readonly pdf_key?: string;
  readonly pdf_stored_at?: string;
  readonly cost_in_pounds?: number;
  readonly cost_details?: CostDetails;
  /** Present only while a status is awaited: the key of the sparse index. */
  readonly awaited?: Channel;
  /** When DynamoDB may delete the item. Seconds since the epoch. */
  readonly ttl: number;
}

/** `undefined` when the message could not be read. A precompiled letter is a letter to Notify. */
export const channelOfDelivery = ({ type }: Pick<Delivery, 'type'>): Channel | undefined =>
  type === 'unknown' ? undefined : type === 'precompiled_letter' ? 'letter' : type;
