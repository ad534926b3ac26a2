import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type MessageAttributeValue,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSMessageAttributes } from 'aws-lambda';
import type { MemoryQueue } from './memory-queue';

/** Serves the commands of the SQS client that the functions use from queues in memory, by their URL. */
export function memorySqs(queues: ReadonlyMap<string, MemoryQueue>): SQSClient {
  const queueAt = (url: string | undefined): MemoryQueue => {
    const queue = queues.get(url ?? '');
    if (!queue) throw new Error(`no queue at ${url}`);
    return queue;
  };

  const answer = (command: unknown): unknown => {
    if (command instanceof SendMessageCommand) {
      const { QueueUrl, MessageBody = '', MessageAttributes = {}, DelaySeconds = 0 } = command.input;
      const attributes = Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, value]) => [name, toLambda(value)]),
      );
      return { MessageId: queueAt(QueueUrl).send(MessageBody, attributes, DelaySeconds * 1000) };
    }
    if (command instanceof ReceiveMessageCommand) {
      const { QueueUrl, MaxNumberOfMessages } = command.input;
      const Messages: Message[] = queueAt(QueueUrl)
        .receive(MaxNumberOfMessages)
        .map(({ messageId, receiptHandle, body, attributes }) => ({
          MessageId: messageId,
          ReceiptHandle: receiptHandle,
          Body: body,
          MessageAttributes: fromLambda(attributes),
        }));
      return { Messages };
    }
    if (command instanceof DeleteMessageCommand) {
      queueAt(command.input.QueueUrl).delete(command.input.ReceiptHandle ?? '');
      return {};
    }
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { QueueUrl, ReceiptHandle = '', VisibilityTimeout = 0 } = command.input;
      queueAt(QueueUrl).changeVisibility(ReceiptHandle, VisibilityTimeout * 1000);
      return {};
    }
    throw new Error(`the embedded SQS does not know ${(command as object).constructor.name}`);
  };

  // The functions use nothing of the client but this one method.
  return { send: async (command: unknown) => answer(command) } as unknown as SQSClient;
}

const toLambda = ({
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
