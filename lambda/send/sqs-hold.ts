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
        MessageAttributes: { ...carriedOver(record), ...extra },
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
        [messageAttributes.heldUntil]: text(new Date(until).toISOString()),
        [messageAttributes.urgent]: text(String(isUrgent(record))),
      });
    },
    bury: (record, reason) =>
      sendAnew(record, queues.deadLetterQueueUrl, { [messageAttributes.reason]: text(reason.slice(0, 1000)) }),
  };
}

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value });

/** What the message had, but how long it was held, and the id by which it was first known. */
function carriedOver(record: SQSRecord): Record<string, MessageAttributeValue> {
  const { heldUntil, urgent, idempotencyKey } = messageAttributes;
  const kept = Object.entries(record.messageAttributes).filter(([name]) => name !== heldUntil && name !== urgent);
  return {
    ...Object.fromEntries(
      kept.map(([name, { dataType, stringValue, binaryValue }]) => [
        name,
        {
          DataType: dataType,
          ...(stringValue === undefined ? {} : { StringValue: stringValue }),
          ...(binaryValue === undefined ? {} : { BinaryValue: Buffer.from(binaryValue, 'base64') }),
        },
      ]),
    ),
    [idempotencyKey]: text(originalMessageId(record)),
  };
}
