import type { SQSRecord } from 'aws-lambda';
import { messageAttributes } from '../../lib/contract/attributes';
import { isSender, senderAttribute } from '../../lib/contract/sender';
import type { Delivery } from '../../lib/contract/delivery';
import { deliveryId } from '../../lib/contract/identity';
import { normalTraceparent, traceparentOf } from '../../lib/contract/trace';
import type { QueueMessage } from '../../lib/contract/message';
import { hashesOf } from '../shared/deliveries/hashes';
import { slotOf, type Place } from '../../lib/contract/scheduled';
import { iso } from '../../lib/contract/time';

export interface DeliveryRecordTerms {
  readonly pipelineId: string;
  readonly hashKey: string;
  readonly recordRetentionSeconds: number;
  /** Whether the record says in which trace the message came. @default false */
  readonly traced?: boolean;
  /** How long a claim lasts, in milliseconds. */
  readonly lease: number;
  readonly now: number;
}

/** The delivery with which a message claims to be sent. */
export function newDelivery(message: QueueMessage, record: SQSRecord, terms: DeliveryRecordTerms): Delivery {
  return {
    id: deliveryId(terms.pipelineId, message.idempotency_key ?? originalMessageId(record), senderOf(record)),
    type: message.type,
    ...namedSender(record),
    ...namedTrace(record, terms),
    state: 'sending',
    // Counted before it is made: the worker that makes it may die before it can write it down.
    attempts: 1,
    ...storedFieldsOf(message),
    ...hashesOf(message, terms.hashKey),
    lease_until: terms.now + terms.lease,
    ...timestamps(terms),
  };
}

/** The delivery of a message that a hold stops before anybody could claim it. */
export function heldDelivery(
  message: QueueMessage,
  record: SQSRecord,
  reason: string,
  terms: DeliveryRecordTerms,
): Delivery {
  const { lease_until: _lease, ...opening } = newDelivery(message, record, terms);
  return { ...opening, state: 'held', attempts: 0, reason };
}

/** The delivery of a message that waits in a slot of the table of scheduled messages. */
export function scheduledDelivery(
  message: QueueMessage,
  record: SQSRecord,
  { place, due }: { readonly place: Place; readonly due: number },
  terms: DeliveryRecordTerms,
): Delivery {
  const held = heldDelivery(message, record, waitsForSendAfter, terms);
  const slot = slotOf(held.id, place, due);
  const { send_after } = message;
  if (send_after === undefined) return { ...held, scheduled: slot };
  const ttl = Math.ceil(Date.parse(send_after) / 1000) + terms.recordRetentionSeconds;
  return { ...held, send_after, scheduled: slot, ttl };
}

/** Why it is held. */
export const waitsForSendAfter = 'it waits for send_after';

/** The record of a message that is refused before it could claim anything. It has an id of its own. */
export function rejectedDelivery(
  message: QueueMessage | undefined,
  record: SQSRecord,
  reason: string,
  terms: Omit<DeliveryRecordTerms, 'hashKey' | 'lease'>,
): Delivery {
  return {
    id: deliveryId(terms.pipelineId, `refused ${originalMessageId(record)}`),
    type: message?.type ?? 'unknown',
    ...namedSender(record),
    ...namedTrace(record, terms),
    state: 'rejected',
    attempts: 0,
    reason,
    ...(message ? storedFieldsOf(message) : {}),
    ...timestamps(terms),
  };
}

/** The record of a message with which nobody could finish: it holds nothing of what may be to blame. */
export function abandonedDelivery(
  message: QueueMessage | undefined,
  record: SQSRecord,
  reason: string,
  terms: Omit<DeliveryRecordTerms, 'hashKey' | 'lease'>,
): Delivery {
  return {
    id: message
      ? deliveryId(terms.pipelineId, message.idempotency_key ?? originalMessageId(record), senderOf(record))
      : deliveryId(terms.pipelineId, `refused ${originalMessageId(record)}`),
    type: message?.type ?? 'unknown',
    ...namedSender(record),
    ...namedTrace(record, terms),
    state: 'failed',
    failure: 'technical',
    attempts: 0,
    reason,
    ...timestamps(terms),
  };
}

/** A message that was put back is a new one to SQS, so it carries the id that it first had. */
export const originalMessageId = (record: SQSRecord): string =>
  record.messageAttributes[messageAttributes.idempotencyKey]?.stringValue ?? record.messageId;

/** Which service published it, as its publisher says. What is no name is none. */
export function senderOf({ messageAttributes: given }: SQSRecord): string | undefined {
  const sender = given[senderAttribute]?.stringValue;
  return sender !== undefined && isSender(sender) ? sender : undefined;
}

function namedSender(record: SQSRecord): Pick<Delivery, 'sender'> {
  const sender = senderOf(record);
  return sender === undefined ? {} : { sender };
}

/** Whether the pipeline has put the message on a queue before, so that it is probably on record. */
export const isPutBack = ({ messageAttributes: given }: SQSRecord): boolean =>
  given[messageAttributes.idempotencyKey] !== undefined;

/** The message attribute by which OpenTelemetry passes a trace on. */
const traceAttribute = 'traceparent';

/**
 * In which trace the message came. What OpenTelemetry says is of its publisher's choice, and goes before what AWS has of every
 * message that a function sends.
 */
function namedTrace(
  { attributes, messageAttributes: given }: SQSRecord,
  { traced = false }: Pick<DeliveryRecordTerms, 'traced'>,
): Pick<Delivery, 'traceparent'> {
  if (!traced) return {};
  const traceparent =
    normalTraceparent(given[traceAttribute]?.stringValue ?? '') ?? traceparentOf(attributes.AWSTraceHeader ?? '');
  return traceparent === undefined ? {} : { traceparent };
}

/** How often something in the message made the code fail, as it says of itself. */
export function faultsOf({ messageAttributes: given }: SQSRecord): number {
  const faults = Number(given[messageAttributes.faults]?.stringValue ?? 0);
  return Number.isSafeInteger(faults) && faults > 0 ? faults : 0;
}

/** What of a message is kept as it came. */
function storedFieldsOf(
  message: QueueMessage,
): Pick<Delivery, 'template_id' | 'reference' | 'metadata' | 'expires_at'> {
  const { reference, metadata, expires_at } = message;
  return {
    // Where someone has mixed up the fields it may be a person's number or address.
    ...('template_id' in message && isUuid(message.template_id) ? { template_id: message.template_id } : {}),
    // An empty one cannot be the key of an index.
    ...(reference ? { reference } : {}),
    ...(metadata ? { metadata } : {}),
    ...(expires_at ? { expires_at } : {}),
  };
}

/** In any of the spellings that Notify takes. */
const isUuid = (text: string): boolean => /^[\da-f]{32}$/i.test(text.replace(/urn:|uuid:|[{}-]/gi, ''));

const timestamps = ({ now, recordRetentionSeconds }: { now: number; recordRetentionSeconds: number }) => ({
  created_at: iso(now),
  changed_at: iso(now),
  ttl: Math.ceil(now / 1000) + recordRetentionSeconds,
});
