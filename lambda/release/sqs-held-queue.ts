import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../../lib/clock';
import { messageAttributes } from '../../lib/contract/attributes';
import type { HeldMessage, HeldQueue } from './release';

export interface HeldQueueUrls {
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
  readonly heldQueueUrl: string;
}

interface SqsHeldMessage extends HeldMessage {
  readonly attributes: NonNullable<Message['MessageAttributes']>;
}

/** SQS keeps a message out of sight for 12 hours from when it was received, so for a little less from now. In seconds. */
const longestVisibilityTimeout = 43_000;

/**
 * The held queue in SQS.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function createSqsHeldQueue(
  sqs: SQSClient,
  { queueUrl, urgentQueueUrl, heldQueueUrl }: HeldQueueUrls,
  clock: Pick<Clock, 'now'>,
): HeldQueue<SqsHeldMessage> {
  return {
    receive: async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: heldQueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          WaitTimeSeconds: 1,
        }),
      );
      return Messages.map(read);
    },
    giveBack: async ({ body, attributes, urgent, receiptHandle }) => {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: urgent ? urgentQueueUrl : queueUrl,
          MessageBody: body,
          MessageAttributes: attributes,
        }),
      );
      await sqs.send(new DeleteMessageCommand({ QueueUrl: heldQueueUrl, ReceiptHandle: receiptHandle }));
    },
    keepUntil: async ({ receiptHandle }, until) => {
      const seconds = Math.ceil((until - clock.now()) / 1000);
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: heldQueueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: Math.min(longestVisibilityTimeout, Math.max(0, seconds)),
        }),
      );
    },
  };
}

function read({ Body = '', ReceiptHandle = '', MessageAttributes = {} }: Message): SqsHeldMessage {
  const { [messageAttributes.heldUntil]: until, [messageAttributes.urgent]: urgent, ...attributes } = MessageAttributes;
  const time = Date.parse(until?.StringValue ?? '');
  return {
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes,
    until: Number.isNaN(time) ? undefined : time,
    urgent: urgent?.StringValue === 'true',
  };
}
