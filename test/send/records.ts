import { createHash, randomUUID } from 'node:crypto';
import type { SQSEvent, SQSMessageAttributes, SQSRecord } from 'aws-lambda';

export const queueArn = 'arn:aws:sqs:eu-west-2:111122223333:queue';
export const urgentQueueArn = 'arn:aws:sqs:eu-west-2:111122223333:urgent';

interface Terms {
  readonly messageId?: string;
  readonly attributes?: SQSMessageAttributes;
  readonly arn?: string;
  readonly receiveCount?: number;
}

/** A message as Lambda's event source hands it over. What is no string goes as JSON. */
export function aRecord(message: unknown, terms: Terms = {}): SQSRecord {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  return {
    messageId: terms.messageId ?? randomUUID(),
    receiptHandle: randomUUID(),
    body,
    attributes: {
      ApproximateReceiveCount: String(terms.receiveCount ?? 1),
      SentTimestamp: '1772452800000',
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: '1772452800001',
    },
    messageAttributes: terms.attributes ?? {},
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: terms.arn ?? queueArn,
    awsRegion: 'eu-west-2',
  };
}

export const anEvent = (...records: readonly SQSRecord[]): SQSEvent => ({ Records: [...records] });

export const attribute = (stringValue: string): SQSMessageAttributes[string] => ({
  dataType: 'String',
  stringValue,
  stringListValues: [],
  binaryListValues: [],
});
