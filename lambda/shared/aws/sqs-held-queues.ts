import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../../../lib/contract/clock';
import { messageAttributes } from '../../../lib/contract/attributes';
import { isLane, type HeldQueueName } from '../../../lib/contract/lane';
import type { HeldMessage, HeldMessageQueues } from '../holds/held-message-queues';
import { day } from '../../../lib/contract/time';

export interface ReleaseQueueUrls {
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
  readonly heldQueueUrl: Readonly<Record<HeldQueueName, string>>;
}

interface SqsHeldMessage extends HeldMessage {
  readonly attributes: NonNullable<Message['MessageAttributes']>;
  readonly groupId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

/** SQS keeps a message out of sight for 12 hours from when it was received, so for a little less from now. In seconds. */
const longestVisibilityTimeout = 43_000;
/** The longest that SQS can delay a message, in seconds. */
const longestDelay = 900;
/** Of the 120,000 messages that may be out of sight at once, as many as leave room for what is due. */
const mostOutOfSight = 100_000;
/** SQS forgets a message after 14 days, so it is put on the queue anew before. In milliseconds. */
const renewedAfter = 7 * day;

/**
 * The held queues in SQS.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function createSqsHeldQueues(
  sqs: Pick<SQSClient, 'send'>,
  { queueUrl, urgentQueueUrl, heldQueueUrl }: ReleaseQueueUrls,
  clock: Pick<Clock, 'now'>,
): HeldMessageQueues<SqsHeldMessage> {
  const count = async (url: string, name: 'ApproximateNumberOfMessages' | 'ApproximateNumberOfMessagesNotVisible') => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [name] }));
    return Number(Attributes?.[name] ?? 0);
  };

  /** The new message is sent before the old one goes: better twice on a queue than on none. */
  const resend = async (
    queue: HeldQueueName,
    { body, attributes, groupId, receiptHandle }: SqsHeldMessage,
    to: string,
    delay = 0,
  ): Promise<void> => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: to,
        MessageBody: body,
        MessageAttributes: attributes,
        DelaySeconds: delay,
        ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      }),
    );
    await sqs.send(new DeleteMessageCommand({ QueueUrl: heldQueueUrl[queue], ReceiptHandle: receiptHandle }));
  };

  return {
    receive: async (queue, most) => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: heldQueueUrl[queue],
          MaxNumberOfMessages: most,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['MessageGroupId', 'SentTimestamp'],
        }),
      );
      return Messages.map(read);
    },
    release: (queue, message) => {
      const {
        [messageAttributes.heldUntil]: _until,
        [messageAttributes.lane]: _lane,
        ...attributes
      } = message.attributes;
      return resend(queue, { ...message, attributes }, queue === 'urgent' ? urgentQueueUrl : queueUrl);
    },
    holdUntil: async (queue, message, until) => {
      const seconds = Math.max(0, Math.ceil((until - clock.now()) / 1000));
      const old = clock.now() - message.sentAt > renewedAfter;
      const crowded =
        seconds > longestDelay &&
        (await count(heldQueueUrl[queue], 'ApproximateNumberOfMessagesNotVisible')) > mostOutOfSight;
      if (old || crowded) return resend(queue, message, heldQueueUrl[queue], Math.min(seconds, longestDelay));
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: heldQueueUrl[queue],
          ReceiptHandle: message.receiptHandle,
          VisibilityTimeout: Math.min(longestVisibilityTimeout, seconds),
        }),
      );
    },
    backlog: () => count(queueUrl, 'ApproximateNumberOfMessages'),
  };
}

function read({ Body = '', ReceiptHandle = '', MessageAttributes = {}, Attributes = {} }: Message): SqsHeldMessage {
  const time = Date.parse(MessageAttributes[messageAttributes.heldUntil]?.StringValue ?? '');
  const lane = MessageAttributes[messageAttributes.lane]?.StringValue;
  return {
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: MessageAttributes,
    groupId: Attributes.MessageGroupId,
    sentAt: Number(Attributes.SentTimestamp ?? Infinity),
    until: Number.isNaN(time) ? undefined : time,
    lane: isLane(lane) ? lane : undefined,
  };
}
