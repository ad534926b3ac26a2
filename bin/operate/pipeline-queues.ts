import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { heldQueues } from '../../lib/contract/lane';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import type { Sqs } from './take-messages';

export interface NamedQueue {
  readonly name: string;
  readonly url: string;
}

/** The queues that messages of a pipeline can be on, those that they come in by first. */
export const queuesOf = (pipeline: PipelineDescription): readonly NamedQueue[] => [
  { name: 'queue', url: pipeline.queueUrl },
  { name: 'urgent', url: pipeline.urgentQueueUrl },
  ...heldQueues.map((name) => ({ name: `held ${name}`, url: pipeline.heldQueueUrls[name] })),
  { name: 'dead letters', url: pipeline.deadLetterQueueUrl },
];

/** The name of a queue, by its URL or its ARN. */
export const queueName = (urlOrArn: string): string => urlOrArn.split(/[/:]/).at(-1) ?? '';

/** About how many messages are on a queue, as SQS counts them. */
export interface Depth {
  /** Those that can be received. */
  readonly waiting: number;
  /** Those that somebody has received, or that are out of sight until their time. */
  readonly hidden: number;
  /** Those that come only after a while. */
  readonly delayed: number;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export async function depthOf(sqs: Sqs, url: string): Promise<Depth> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
    hidden: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
    delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed'] ?? 0),
  };
}
