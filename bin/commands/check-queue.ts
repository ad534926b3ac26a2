import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { queueOwner } from '../../lib/contract/queue-owner';
import { cannotAtAws } from './cannot-at-aws';

/**
 * Makes sure that a queue is of a pipeline. Under another pipeline's id the same message would have another delivery id.
 * @returns why nobody can tell, if nobody can
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
      throw cannotAtAws('the queue takes no message', error, 'check its URL, the region and the credentials');
    });
  const advice = 'make sure that --pipeline-id and --queue-url are of one pipeline';
  if (answer === 'denied') return `whose the queue is cannot be read without sqs:GetQueueAttributes; ${advice}`;
  const owner = queueOwner(answer.Attributes?.Policy);
  if (owner === undefined) return `the queue does not say whose it is; ${advice}`;
  if (owner === pipelineId) return undefined;
  throw new Error(
    `the queue is of pipeline "${owner}", not of "${pipelineId}"; give the id and the queue of one pipeline`,
  );
}
