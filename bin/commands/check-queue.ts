import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { queueOwner } from '../../lib/contract/queue-owner';
import { cannotAtAws } from './cannot-at-aws';

/**
 * Makes sure that a queue is of a pipeline. Under another pipeline's id the same message would have another delivery id.
 * @returns why it is not known, if it is not
 * @throws Error when it is of another, or cannot be reached
 */
export async function checkQueue(
  queueUrl: string,
  pipelineId: string,
  sqs: Pick<SQSClient, 'send'> = new SQSClient(),
): Promise<string | undefined> {
  const answer = await sqs
    .send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['Policy'] }))
    .catch((error: unknown) => {
      if (/AccessDenied|NotAuthorized/.test(Object(error).name)) return 'denied' as const;
      throw cannotAtAws('the queue accepts no message', error, 'check its URL, the region and the credentials');
    });
  const advice = 'check that --pipeline-id and --queue-url are of the same pipeline';
  if (answer === 'denied') return `without sqs:GetQueueAttributes we cannot check whose queue it is; ${advice}`;
  const owner = queueOwner(answer.Attributes?.Policy);
  if (owner === undefined) return `the queue does not say which pipeline it belongs to; ${advice}`;
  if (owner === pipelineId) return undefined;
  throw new Error(
    `the queue belongs to pipeline "${owner}", not "${pipelineId}"; give the ID and the queue of the same pipeline`,
  );
}
