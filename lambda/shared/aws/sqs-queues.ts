import type { MessageAttributeValue, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../lib/contract/clock';
import { messageAttributes } from '../../../lib/contract/attributes';
import { extendedClient, writePointer } from '../../../lib/contract/extended-client';
import type { HeldQueueName } from '../../../lib/contract/lane';
import { payloads } from '../../../lib/contract/payloads';
import type { BlobWriter, MessageQueues } from '../ports';
import { longestDelay } from '../../../lib/contract/scheduled';
import { traceAttributes } from '../../../lib/contract/trace';
import { senderAttribute } from '../../../lib/contract/sender';
import { faultsOf, originalMessageId, senderOf } from '../../send/delivery-record';
import { CollectedSends } from './collected-sends';
import { bytesOnQueue } from './sqs-batches';

export interface QueueUrls {
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
  readonly urgentQueueArn: string;
  readonly heldQueueUrl: Readonly<Record<HeldQueueName, string>>;
  readonly deadLetterQueueUrl: string;
}

/** Where a message goes that is too big for SQS once it carries what it is given here. */
export interface OffloadBucket {
  readonly bucketName: string;
  readonly blobs: BlobWriter;
}

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

const mostAttributes = 10;

/**
 * Puts messages aside by sending them anew, so that their receive count starts again. What waits for a while is a delayed
 * message on the queue it came from; what waits for the end of a hold goes to a held queue until the release function brings
 * it back.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export function createSqsMessageQueues(
  sqs: Pick<SQSClient, 'send'>,
  urls: QueueUrls,
  clock: Clock,
  bucket?: OffloadBucket,
): MessageQueues {
  const sends = new CollectedSends(sqs, clock);
  const isUrgent = (record: SQSRecord): boolean => record.eventSourceARN === urls.urgentQueueArn;

  const sendAnew = async (record: SQSRecord, queueUrl: string, extra: Attributes, delay = 0): Promise<void> => {
    const { MessageGroupId, AWSTraceHeader } = record.attributes;
    const sender = senderOf(record);
    const own = {
      [messageAttributes.idempotencyKey]: text(originalMessageId(record)),
      ...(sender === undefined ? {} : { [senderAttribute]: text(sender) }),
      ...extra,
    };
    const { body, attributes } = await withinLimit(record.body, own, record);
    await sends.send(queueUrl, {
      MessageBody: body,
      DelaySeconds: delay,
      ...(MessageGroupId === undefined ? {} : { MessageGroupId }),
      MessageAttributes: attributes,
      ...traceAttributes(AWSTraceHeader),
    });
  };

  /** A message of just SQS's limit goes through the bucket once it has to carry more. */
  const withinLimit = async (body: string, own: Attributes, record: SQSRecord) => {
    const attributes = attributesFor(own, record);
    if (!bucket || bytesOnQueue(body, attributes) <= payloads.mostOnQueue) return { body, attributes };
    const { bucketName, blobs } = bucket;
    const key = `${payloads.prefix}${randomUUID()}`;
    await blobs.put(key, body);
    const size = { DataType: 'Number', StringValue: String(Buffer.byteLength(body)) };
    return {
      body: writePointer({ bucketName, key }),
      attributes: attributesFor({ ...own, [extendedClient.sizeAttribute]: size }, record),
    };
  };

  return {
    isUrgent,
    requeue: (record, until, faults = faultsOf(record)) => {
      // Where it has to wait for longer, its record says so, and it is put back once more when it comes.
      const wait = Math.min(longestDelay, Math.max(0, until - clock.now()));
      const queueUrl = isUrgent(record) ? urls.urgentQueueUrl : urls.queueUrl;
      return sendAnew(record, queueUrl, faultsCounted(faults), Math.ceil(wait / 1000));
    },
    hold: (record, lane) => {
      const { [lane]: queueUrl, urgent } = urls.heldQueueUrl;
      const counted = faultsCounted(faultsOf(record));
      if (!isUrgent(record)) return sendAnew(record, queueUrl, counted);
      return sendAnew(record, urgent, { ...counted, [messageAttributes.lane]: text(lane) });
    },
    deadLetter: (record, reason) =>
      sendAnew(record, urls.deadLetterQueueUrl, {
        [messageAttributes.reason]: text(forSqs(reason)),
        [messageAttributes.cameFrom]: text(isUrgent(record) ? 'urgent' : 'queue'),
      }),
  };
}

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value });

/** A dead letter has none: the person who redrives it has corrected what failed. */
const faultsCounted = (faults: number): Attributes =>
  faults > 0 ? { [messageAttributes.faults]: { DataType: 'Number', StringValue: String(faults) } } : {};

/** The characters that SQS takes, which are those of XML, and not too many of them. */
const forSqs = (value: string): string =>
  value.slice(0, 1000).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd') || 'unknown';

/** Attributes that are not carried over as they came. */
const ours: ReadonlySet<string> = new Set(Object.values(messageAttributes));

/** Our attributes, and of those that the message came with as many as SQS takes beside them. */
function attributesFor(own: Attributes, record: SQSRecord): Record<string, MessageAttributeValue> {
  const carriedOver = Object.entries(record.messageAttributes)
    .filter(([name]) => !ours.has(name) && !Object.hasOwn(own, name))
    .slice(0, mostAttributes - Object.keys(own).length)
    .map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      {
        DataType: dataType,
        ...(stringValue === undefined ? {} : { StringValue: stringValue }),
        ...(binaryValue === undefined ? {} : { BinaryValue: Buffer.from(binaryValue, 'base64') }),
      },
    ]);
  return { ...Object.fromEntries(carriedOver), ...own };
}
