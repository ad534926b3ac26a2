import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueMessage } from '../../../lib/contract/queue-message';

/**
 * Puts a message on a queue of the pipeline, as a publisher does that knows no more than the contract.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function createSqsPublish(
  sqs: Pick<SQSClient, 'send'>,
  queueUrl: string,
): (message: QueueMessage) => Promise<void> {
  return async (message) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
  };
}
