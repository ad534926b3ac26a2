import { SendMessageCommand, type MessageAttributeValue, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../../lib/contract/clock';
import { messageAttributes } from '../../../lib/contract/attributes';
import type { HeldQueueName } from '../../../lib/contract/lane';
import type { MessageQueues } from '../ports';
import { originalMessageId } from '../../send/delivery-record';
import { day, iso } from '../../../lib/contract/time';

export interface QueueUrls {
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
  readonly urgentQueueArn: string;
  readonly heldQueueUrl: Readonly<Record<HeldQueueName, string>>;
  readonly deadLetterQueueUrl: string;
}

/** The longest that SQS can delay a message, in milliseconds. */
const longestDelay = 900_000;
/** SQS forgets a message after 14 days, so one that waits for longer comes back before, and is held anew. */
const longestHold = 7 * day;
const mostAttributes = 10;

/**
 * Puts messages aside by sending them anew, so that their receive count starts again. A short wait is a delayed message
 * on the queue it came from; what waits for longer, or for the end of a hold, goes to a held queue until the release
 * function brings it back.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function createSqsMessageQueues(
  sqs: Pick<SQSClient, 'send'>,
  urls: QueueUrls,
  clock: Pick<Clock, 'now'>,
): MessageQueues {
  const isUrgent = (record: SQSRecord): boolean => record.eventSourceARN === urls.urgentQueueArn;

  const sendAnew = async (
    record: SQSRecord,
    queueUrl: string,
    extra: Record<string, MessageAttributeValue>,
    delay = 0,
  ): Promise<void> => {
    const { MessageGroupId } = record.attributes;
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: record.body,
        DelaySeconds: delay,
        ...(MessageGroupId === undefined ? {} : { MessageGroupId }),
        MessageAttributes: attributesFor(
          { [messageAttributes.idempotencyKey]: text(originalMessageId(record)), ...extra },
          record,
        ),
      }),
    );
  };

  return {
    isUrgent,
    requeue: (record, until) => {
      const wait = Math.max(0, until - clock.now());
      if (wait > longestDelay) {
        const { later, urgent } = urls.heldQueueUrl;
        const heldUntil = iso(clock.now() + Math.min(wait, longestHold));
        return sendAnew(record, isUrgent(record) ? urgent : later, { [messageAttributes.heldUntil]: text(heldUntil) });
      }
      const queueUrl = isUrgent(record) ? urls.urgentQueueUrl : urls.queueUrl;
      return sendAnew(record, queueUrl, {}, Math.ceil(wait / 1000));
    },
    hold: (record, lane) => {
      const { [lane]: queueUrl, urgent } = urls.heldQueueUrl;
      if (!isUrgent(record)) return sendAnew(record, queueUrl, {});
      return sendAnew(record, urgent, { [messageAttributes.lane]: text(lane) });
    },
    deadLetter: (record, reason) =>
      sendAnew(record, urls.deadLetterQueueUrl, { [messageAttributes.reason]: text(reason.slice(0, 1000)) }),
  };
}

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value });

const ours: ReadonlySet<string> = new Set(Object.values(messageAttributes));

/** Our attributes, and of those that the message came with as many as SQS takes beside them. */
function attributesFor(
  own: Record<string, MessageAttributeValue>,
  record: SQSRecord,
): Record<string, MessageAttributeValue> {
  const carriedOver = Object.entries(record.messageAttributes)
    .filter(([name]) => !ours.has(name))
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
