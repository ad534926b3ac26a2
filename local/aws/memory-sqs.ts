import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  type Message,
  type MessageAttributeValue,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSMessageAttributes } from 'aws-lambda';
import type { HeldQueueName } from '../../lib/contract/lane';
import type { MemoryQueue } from './memory-queue';
import type { MemoryQueues } from './memory-queues';

/**
 * Serves the commands of the SQS client that the functions and the command line use from queues in memory. A queue's ARN serves as its URL.
 */
export function memorySqs(queues: MemoryQueues) {
  const { queue: usual, urgentQueue, heldQueues, deadLetterQueue, letterPdfQueue } = queues;
  const all = [
    usual,
    urgentQueue,
    deadLetterQueue,
    ...Object.values(heldQueues),
    ...(letterPdfQueue ? [letterPdfQueue] : []),
  ];
  const byUrl = new Map(all.map((queue) => [queue.settings.arn, queue]));
  const queueAt = (url: string | undefined): MemoryQueue => {
    const queue = byUrl.get(url ?? '');
    if (!queue) throw new Error(`no queue at ${url}`);
    return queue;
  };

  const sendTo = (url: string | undefined, message: MessageToSend): string => {
    const { MessageBody = '', MessageAttributes = {}, DelaySeconds = 0, MessageGroupId } = message;
    const traceHeader = message.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
    const options = { delay: DelaySeconds * 1000, groupId: MessageGroupId, traceHeader };
    return queueAt(url).send(MessageBody, toLambda(MessageAttributes), options);
  };

  const answer = (command: unknown): unknown => {
    if (command instanceof SendMessageCommand) return { MessageId: sendTo(command.input.QueueUrl, command.input) };
    if (command instanceof SendMessageBatchCommand) {
      const { QueueUrl, Entries } = command.input;
      return forEach(Entries, (entry) => ({ MessageId: sendTo(QueueUrl, entry) }));
    }
    if (command instanceof ReceiveMessageCommand) {
      const { QueueUrl, MaxNumberOfMessages, VisibilityTimeout, MessageSystemAttributeNames = [] } = command.input;
      const Messages: Message[] = queueAt(QueueUrl)
        .receive(MaxNumberOfMessages, VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1000)
        .map(({ messageId, receiptHandle, body, attributes, sentAt, groupId, traceHeader, deadLetterSource }) => ({
          MessageId: messageId,
          ReceiptHandle: receiptHandle,
          Body: body,
          MessageAttributes: fromLambda(attributes),
          Attributes: {
            SentTimestamp: String(sentAt),
            ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
            // As SQS does, it says so to the one who asks.
            ...(traceHeader !== undefined && MessageSystemAttributeNames.includes('AWSTraceHeader')
              ? { AWSTraceHeader: traceHeader }
              : {}),
            ...(deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: deadLetterSource }),
          },
        }));
      return { Messages };
    }
    if (command instanceof DeleteMessageCommand) {
      const { QueueUrl, ReceiptHandle = '' } = command.input;
      queueAt(QueueUrl).delete(ReceiptHandle);
      return {};
    }
    if (command instanceof DeleteMessageBatchCommand) {
      const { QueueUrl, Entries } = command.input;
      return forEach(Entries, ({ ReceiptHandle = '' }) => queueAt(QueueUrl).delete(ReceiptHandle));
    }
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { QueueUrl, ReceiptHandle = '', VisibilityTimeout = 0 } = command.input;
      queueAt(QueueUrl).changeVisibility(ReceiptHandle, VisibilityTimeout * 1000);
      return {};
    }
    if (command instanceof ChangeMessageVisibilityBatchCommand) {
      const { QueueUrl, Entries } = command.input;
      return forEach(Entries, ({ ReceiptHandle = '', VisibilityTimeout = 0 }) =>
        queueAt(QueueUrl).changeVisibility(ReceiptHandle, VisibilityTimeout * 1000),
      );
    }
    if (command instanceof GetQueueAttributesCommand) {
      const { visible, inFlight } = queueAt(command.input.QueueUrl).counts;
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
        },
      };
    }
    throw new Error(`the embedded SQS does not know ${(command as object).constructor.name}`);
  };

  return {
    // The functions use nothing of the client but this one method.
    sqs: { send: async (command: unknown) => answer(command) } as unknown as SQSClient,
    urls: {
      queueUrl: usual.settings.arn,
      urgentQueueUrl: urgentQueue.settings.arn,
      urgentQueueArn: urgentQueue.settings.arn,
      deadLetterQueueUrl: deadLetterQueue.settings.arn,
      heldQueueUrl: Object.fromEntries(
        Object.entries(heldQueues).map(([name, queue]) => [name, queue.settings.arn]),
      ) as Record<HeldQueueName, string>,
    },
  };
}

type MessageToSend = Omit<SendMessageCommandInput, 'QueueUrl'>;

/** Does the same for each entry of a batch, and answers as SQS does when each succeeds. */
const forEach = <Entry extends { readonly Id: string | undefined }>(
  entries: readonly Entry[] | undefined = [],
  effect: (entry: Entry) => object | void,
): object => ({ Successful: entries.map((entry) => ({ Id: entry.Id, ...effect(entry) })), Failed: [] });

/** Message attributes as Lambda's event source hands them over. */
export const toLambda = (attributes: Readonly<Record<string, MessageAttributeValue>> = {}): SQSMessageAttributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, valueForLambda(value)]));

const valueForLambda = ({
  DataType = 'String',
  StringValue,
  BinaryValue,
}: MessageAttributeValue): SQSMessageAttributes[string] => ({
  dataType: DataType,
  ...(StringValue === undefined ? {} : { stringValue: StringValue }),
  ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
  stringListValues: [],
  binaryListValues: [],
});

const fromLambda = (attributes: SQSMessageAttributes): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      {
        DataType: dataType,
        ...(stringValue === undefined ? {} : { StringValue: stringValue }),
        ...(binaryValue === undefined ? {} : { BinaryValue: Buffer.from(binaryValue, 'base64') }),
      },
    ]),
  );
