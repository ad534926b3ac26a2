import type { SQSRecord } from 'aws-lambda';
import { messageAttributes } from '../../lib/contract/attributes';
import type { Delivery } from '../../lib/contract/delivery';
import { deliveryId } from '../../lib/contract/identity';
import type { QueueMessage } from '../../lib/contract/message';
import { hashesOf } from '../shared/deliveries/hashes';
import { iso } from '../../lib/contract/time';

export interface DeliveryRecordTerms {
  readonly pipelineId: string;
  readonly hashKey: string;
  readonly recordRetentionSeconds: number;
  /** How long a claim lasts, in milliseconds. */
  readonly lease: number;
  readonly now: number;
}

/** The delivery with which a message claims to be sent. */
export function newDelivery(message: QueueMessage, record: SQSRecord, terms: DeliveryRecordTerms): Delivery {
  return {
    id: deliveryId(terms.pipelineId, message.idempotency_key ?? originalMessageId(record)),
    type: message.type,
    state: 'sending',
    // Counted before it is made: whoever makes it may never come to write it down.
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
  const key = message ? (message.idempotency_key ?? originalMessageId(record)) : `refused ${originalMessageId(record)}`;
  return {
    id: deliveryId(terms.pipelineId, key),
    type: message?.type ?? 'unknown',
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
