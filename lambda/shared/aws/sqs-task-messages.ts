import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { senderAttribute } from '../../../lib/contract/sender';
import type { PublishMessage } from '../tasks/waiting-tasks';

export interface TaskQueueUrls {
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
}

/**
 * Puts messages of tasks on the queues, as a publisher does.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function createSqsTaskMessages(sqs: Pick<SQSClient, 'send'>, urls: TaskQueueUrls): PublishMessage {
  return async (body, { urgent, sender, groupId }) => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: urgent ? urls.urgentQueueUrl : urls.queueUrl,
        MessageBody: body,
        MessageGroupId: groupId,
        ...(sender !== undefined && {
          MessageAttributes: { [senderAttribute]: { DataType: 'String', StringValue: sender } },
        }),
      }),
    );
  };
}
