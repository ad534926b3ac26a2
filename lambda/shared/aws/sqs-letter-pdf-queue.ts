import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { letterPdfRequest } from '../../../lib/contract/letter-pdfs';
import type { LetterPdfQueue } from '../ports';

/**
 * The queue of letters whose PDFs are to be kept, in SQS. A letter that has to wait again is a new message, so that no receive
 * count is spent.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function createSqsLetterPdfQueue(sqs: Pick<SQSClient, 'send'>, queueUrl: string): LetterPdfQueue {
  return {
    request: async (deliveryId, after) => {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: letterPdfRequest(deliveryId),
          DelaySeconds: after,
        }),
      );
    },
  };
}
