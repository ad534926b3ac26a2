import { SendMessageCommand, type MessageAttributeValue, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/clock';
import { messageAttributes } from '../../lib/contract/attributes';
import type { Hold } from '../ports';
import { originalMessageId } from './opening';

export interface HoldQueues {
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
  readonly urgentQueueArn: string;
  readonly heldQueueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** The longest that SQS can delay a message, in milliseconds. */
const longestDelay = 900_000;
/** SQS forgets a message after 14 days, so one that waits for longer comes back before, and is held anew. */
const longestHold = 7 * 24 * 3_600_000;
const mostAttributes = 10;

/**
 * Puts messages aside by sending them anew, so that their receive count starts again: a short wait is a delayed message
 * on the queue it came from, a long one goes to the held queue until the release function brings it back.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function createSqsHold(sqs: Pick<SQSClient, 'send'>, queues: HoldQueues, clock: Pick<Clock, 'now'>): Hold {
  const isUrgent = (record: SQSRecord): boolean => record.eventSourceARN === queues.urgentQueueArn;

  const sendAnew = async (
    record: SQSRecord,
    queueUrl: string,
    extra: Record<string, MessageAttributeValue>,
    delay = 0,
  ): Promise<void> => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: record.body,
        DelaySeconds: delay,
        MessageAttributes: attributesFor(
          { [messageAttributes.idempotencyKey]: text(originalMessageId(record)), ...extra },
          record,
        ),
      }),
    );
  };

  return {
    until: (record, until) => {
      const wait = Math.max(0, until - clock.now());
      if (wait <= longestDelay) {
        const queueUrl = isUrgent(record) ? queues.urgentQueueUrl : queues.queueUrl;
        return sendAnew(record, queueUrl, {}, Math.ceil(wait / 1000));
      }
      return sendAnew(record, queues.heldQueueUrl, {
        [messageAttributes.heldUntil]: text(new Date(clock.now() + Math.min(wait, longestHold)).toISOString()),
        [messageAttributes.urgent]: text(String(isUrgent(record))),
      });
    },
    bury: (record, reason) =>
      sendAnew(record, queues.deadLetterQueueUrl, { [messageAttributes.reason]: text(reason.slice(0, 1000)) }),
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
