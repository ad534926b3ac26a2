import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type MessageAttributeValue,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../../../lib/contract/clock';
import { metrics } from '../../../lib/contract/metrics';
import { longestDelay } from '../../../lib/contract/scheduled';
import { traceAttributes } from '../../../lib/contract/trace';
import type { Monitor } from '../ports';
import type { DueQueues } from '../schedule/due-queues';
import type { DueMessage } from '../schedule/schedule-store';

export interface DueQueueUrls {
  readonly queueUrl: string;
  readonly urgentQueueUrl: string;
}

/** SQS takes no more in one call: all of them together are far from the megabyte that it takes too. */
const mostInBatch = 10;
/** So many calls are made at once. */
const callsAtOnce = 10;

/**
 * The queues that due messages go to. What is due in a moment is put there at once, and seen when it is due.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export function createSqsDueQueues(
  sqs: Pick<SQSClient, 'send'>,
  { queueUrl, urgentQueueUrl }: DueQueueUrls,
  clock: Pick<Clock, 'now'>,
  monitor: Monitor,
): DueQueues {
  return {
    send: async (messages) => {
      const [urgent, others] = [true, false].map((isUrgent) =>
        messages.filter(({ place }) => (place === '!urgent') === isUrgent),
      ) as [DueMessage[], DueMessage[]];
      const batches = [
        ...inBatches(urgent).map((batch) => ({ url: urgentQueueUrl, batch })),
        ...inBatches(others).map((batch) => ({ url: queueUrl, batch })),
      ];
      const sent: DueMessage[] = [];
      const work = async (): Promise<void> => {
        for (let next = batches.shift(); next; next = batches.shift()) sent.push(...(await sendBatch(next)));
      };
      await Promise.all(Array.from({ length: callsAtOnce }, work));
      return sent;
    },

    backlog: async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
  };

  /** Answers those that SQS says it has. Of what it says nothing, the next run sends another copy, which the claim ends. */
  async function sendBatch({ url, batch }: { url: string; batch: readonly DueMessage[] }): Promise<DueMessage[]> {
    try {
      const Entries = batch.map((message, place) => entryOf(message, String(place), clock.now()));
      const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      const taken = new Set(Successful.map(({ Id }) => Id));
      if (taken.size < batch.length) monitor.count(metrics.names.fault, batch.length - taken.size);
      return batch.filter((_, place) => taken.has(String(place)));
    } catch (error) {
      monitor.count(metrics.names.fault, batch.length);
      monitor.error('scheduled messages not released; we try again at the next run', error, { messages: batch.length });
      return [];
    }
  }
}

const inBatches = (messages: readonly DueMessage[]): DueMessage[][] =>
  Array.from({ length: Math.ceil(messages.length / mostInBatch) }, (_, number) =>
    messages.slice(number * mostInBatch, (number + 1) * mostInBatch),
  );

const entryOf = (
  { body, attributes, groupId, traceHeader, due }: DueMessage,
  Id: string,
  now: number,
): SendMessageBatchRequestEntry => ({
  Id,
  MessageBody: body,
  // Rounded up, so that none comes early.
  DelaySeconds: Math.ceil(Math.min(longestDelay, Math.max(0, due - now)) / 1000),
  ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
  ...traceAttributes(traceHeader),
  MessageAttributes: Object.fromEntries(
    Object.entries(attributes).map(([name, [DataType, value]]) => [name, valueOf(DataType, value)]),
  ),
});

const valueOf = (DataType: string, value: string): MessageAttributeValue => ({
  DataType,
  ...(DataType.startsWith('Binary') ? { BinaryValue: Buffer.from(value, 'base64') } : { StringValue: value }),
});
