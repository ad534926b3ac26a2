import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { messageAttributes } from '../../lib/contract/attributes';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { queueName, queuesOf, type NamedQueue } from './pipeline-queues';
import type { TakenMessage } from './take-messages';

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** What stands for the reason of a message that SQS gave up by itself. */
export const givenUpBySqs = 'received too often and never finished';

/** Why a message is among the dead letters. */
export const reasonOf = ({ attributes }: Pick<TakenMessage, 'attributes'>): string =>
  attributes[messageAttributes.reason]?.StringValue ?? givenUpBySqs;

/**
 * The queue that a dead letter came from: as SQS says that gave it up, or as the pipeline wrote on it. One that says nothing,
 * from before the pipeline wrote it or from somebody else, goes to the queue that all messages come in by.
 */
export function homeOf(letter: TakenMessage, pipeline: PipelineDescription): NamedQueue {
  const queues = queuesOf(pipeline);
  const [queue] = queues;
  if (!queue) throw new Error('a pipeline has queues');
  const source = letter.deadLetterSource;
  if (source !== undefined) return queues.find(({ url }) => queueName(url) === queueName(source)) ?? queue;
  const cameFrom = letter.attributes[messageAttributes.cameFrom]?.StringValue;
  return queues.find(({ name }) => name === cameFrom) ?? queue;
}

/** SQS takes no more on a message. */
const mostAttributes = 10;
const ofDeadLetters: ReadonlySet<string> = new Set([messageAttributes.reason, messageAttributes.cameFrom]);

/**
 * What a dead letter carries when it goes home: as a new message it would otherwise have lost which one it is, and be sent
 * again although it was sent.
 */
export function attributesForHome({ attributes, messageId }: TakenMessage): Attributes {
  const key = messageAttributes.idempotencyKey;
  const own = { [key]: attributes[key] ?? { DataType: 'String', StringValue: messageId } };
  const carried = Object.entries(attributes)
    .filter(([name]) => name !== key && !ofDeadLetters.has(name))
    .slice(0, mostAttributes - 1);
  return { ...Object.fromEntries(carried), ...own };
}
