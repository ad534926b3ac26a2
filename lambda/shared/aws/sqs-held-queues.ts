import { GetQueueAttributesCommand, ReceiveMessageCommand, type Message, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../../lib/contract/clock';
import { messageAttributes } from '../../../lib/contract/attributes';
import { isLane, type HeldQueueName } from '../../../lib/contract/lane';
import type { HeldMessage, HeldMessageQueues, Moved } from '../holds/held-message-queues';
import { traceAttributes } from '../../../lib/contract/trace';
import { day } from '../../../lib/contract/time';
import { deleteMessages, hideMessages, sendMessages, type Faults } from './sqs-batches';

export interface ReleaseQueueUrls {
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
  readonly heldQueueUrl: Readonly<Record<HeldQueueName, string>>;
}

interface SqsHeldMessage extends HeldMessage {
  readonly attributes: NonNullable<Message['MessageAttributes']>;
  readonly groupId: string | undefined;
  /** Of X-Ray: which trace it is in. */
  readonly traceHeader: string | undefined;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

/** A held message, and what it carries on the queue that it goes to. */
interface Resent {
  readonly message: SqsHeldMessage;
  readonly attributes: SqsHeldMessage['attributes'];
  /** In seconds. */
  readonly delay: number;
}

/** A message that stays held for so many seconds. */
interface Wait {
  readonly message: SqsHeldMessage;
  readonly seconds: number;
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

  /**
   * The new messages are sent before the old ones go: better twice on a queue than on none, because both have the same key. What
   * cannot be deleted comes back, and is found to be sent.
   */
  const resend = async (queue: HeldQueueName, messages: readonly Resent[], to: string): Promise<Moved> => {
    const entries = messages.map(({ message: { body, groupId, traceHeader }, attributes, delay }) => ({
      MessageBody: body,
      MessageAttributes: attributes,
      DelaySeconds: delay,
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...traceAttributes(traceHeader),
    }));
    const unsent = await sendMessages(sqs, to, entries);
    const sent = messages.flatMap(({ message }, place) => (unsent[place] === undefined ? [message.receiptHandle] : []));
    const undeleted = sent.length > 0 ? await deleteMessages(sqs, heldQueueUrl[queue], sent) : [];
    return { count: sent.length, faults: [...unsent, ...undeleted].filter(isFault) };
  };

  const hide = async (queue: HeldQueueName, waits: readonly Wait[]): Promise<Moved> => {
    const entries = waits.map(({ message, seconds }) => ({
      ReceiptHandle: message.receiptHandle,
      VisibilityTimeout: Math.min(longestVisibilityTimeout, seconds),
    }));
    const faults = (await hideMessages(sqs, heldQueueUrl[queue], entries)).filter(isFault);
    return { count: waits.length - faults.length, faults };
  };

  return {
    receive: async (queue, most) => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: heldQueueUrl[queue],
          MaxNumberOfMessages: most,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['MessageGroupId', 'SentTimestamp', 'AWSTraceHeader'],
        }),
      );
      return Messages.map(read);
    },
    release: (queue, messages) =>
      resend(
        queue,
        messages.map((message) => ({ message, attributes: withoutHold(message.attributes), delay: 0 })),
        queue === 'urgent' ? urgentQueueUrl : queueUrl,
      ),
    keep: async (queue, kept) => {
      const waits = kept.map(({ message, until }) => ({
        message,
        seconds: Math.max(0, Math.ceil((until - clock.now()) / 1000)),
      }));
      const isCrowded =
        waits.some(({ seconds }) => seconds > longestDelay) &&
        (await count(heldQueueUrl[queue], 'ApproximateNumberOfMessagesNotVisible')) > mostOutOfSight;
      const isSentAnew = ({ message, seconds }: Wait): boolean =>
        clock.now() - message.sentAt > renewedAfter || (isCrowded && seconds > longestDelay);
      const anew = waits.filter(isSentAnew).map(({ message, seconds }) => ({
        message,
        attributes: message.attributes,
        delay: Math.min(seconds, longestDelay),
      }));
      const hidden = waits.filter((wait) => !isSentAnew(wait));
      const [sentAnew, outOfSight] = await Promise.all([
        anew.length > 0 ? resend(queue, anew, heldQueueUrl[queue]) : none,
        hidden.length > 0 ? hide(queue, hidden) : none,
      ]);
      return { count: sentAnew.count + outOfSight.count, faults: [...sentAnew.faults, ...outOfSight.faults] };
    },
    backlog: () => count(queueUrl, 'ApproximateNumberOfMessages'),
  };
}

const none: Moved = { count: 0, faults: [] };

const isFault = (fault: Faults[number]): boolean => fault !== undefined;

function withoutHold(attributes: SqsHeldMessage['attributes']): SqsHeldMessage['attributes'] {
  const { [messageAttributes.heldUntil]: _until, [messageAttributes.lane]: _lane, ...others } = attributes;
  return others;
}

function read({ Body = '', ReceiptHandle = '', MessageAttributes = {}, Attributes = {} }: Message): SqsHeldMessage {
  const time = Date.parse(MessageAttributes[messageAttributes.heldUntil]?.StringValue ?? '');
  const lane = MessageAttributes[messageAttributes.lane]?.StringValue;
  return {
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: MessageAttributes,
    groupId: Attributes.MessageGroupId,
    traceHeader: Attributes.AWSTraceHeader,
    sentAt: Number(Attributes.SentTimestamp ?? Infinity),
    until: Number.isNaN(time) ? undefined : time,
    lane: isLane(lane) ? lane : undefined,
  };
}
