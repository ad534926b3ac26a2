import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export type Sqs = Pick<SQSClient, 'send'>;

/** A message that was taken from a queue, and is out of sight for others meanwhile. */
export interface TakenMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: NonNullable<Message['MessageAttributes']>;
  readonly groupId: string | undefined;
  /** Of X-Ray: which trace it is in. */
  readonly traceHeader: string | undefined;
  /** The ARN of the queue that gave it up by itself. */
  readonly deadLetterSource: string | undefined;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

/** For how long taken messages are out of sight, in seconds: also if the program that took them has ended. */
export const hiddenFor = 300;
/** SQS may say that there is nothing though there is, so it is asked again. */
const mostInVain = 3;

/**
 * Takes the messages of a queue, ten at a time, until there are no more to be seen. One that comes back in the meantime,
 * because its time out of sight is over, is handed over again.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export async function* takeAll(sqs: Sqs, queueUrl: string): AsyncGenerator<readonly TakenMessage[]> {
  const seen = new Set<string>();
  for (let inVain = 0; inVain < mostInVain;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenFor,
        // By a long poll every server of SQS is asked.
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['MessageGroupId', 'SentTimestamp', 'DeadLetterQueueSourceArn', 'AWSTraceHeader'],
      }),
    );
    const taken = Messages.map(read);
    inVain = taken.some(({ messageId }) => !seen.has(messageId)) ? 0 : inVain + 1;
    for (const { messageId } of taken) seen.add(messageId);
    if (taken.length > 0) yield taken;
  }
}

/** Deletes a message that was taken. */
export const remove = async (sqs: Sqs, queueUrl: string, { receiptHandle }: TakenMessage): Promise<void> =>
  void (await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle })));

/** Lets others see messages again that were taken. One that cannot be shown comes back by itself. */
export async function showAgain(sqs: Sqs, queueUrl: string, taken: readonly TakenMessage[]): Promise<void> {
  const show = ({ receiptHandle }: TakenMessage): Promise<unknown> =>
    sqs
      .send(
        new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 }),
      )
      .catch(() => undefined);
  for (let at = 0; at < taken.length; at += 10) await Promise.all(taken.slice(at, at + 10).map(show));
}

const read = (message: Message): TakenMessage => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: message.MessageAttributes ?? {},
  groupId: message.Attributes?.MessageGroupId,
  traceHeader: message.Attributes?.AWSTraceHeader,
  deadLetterSource: message.Attributes?.DeadLetterQueueSourceArn,
  sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
});
