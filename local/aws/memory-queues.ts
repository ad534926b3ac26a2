import type { Clock } from '../../lib/contract/clock';
import { heldQueues, type HeldQueueName } from '../../lib/contract/lane';
import type { PipelineShape, QueueShape } from '../template';
import { MemoryQueue } from './memory-queue';

/** The pipeline's queues, in memory. Their names serve as their URLs. */
export function createQueues(shape: PipelineShape, clock: Pick<Clock, 'now'>) {
  const deadLetterQueue = new MemoryQueue(settings(shape.deadLetterQueue), clock);
  const redrivenTo = (deadLetters: MemoryQueue, { maxReceiveCount, ...queue }: QueueShape): MemoryQueue => {
    const redrive = maxReceiveCount === undefined ? {} : { redrive: { maxReceiveCount, deadLetterQueue: deadLetters } };
    return new MemoryQueue({ ...settings(queue), ...redrive }, clock);
  };
  const redriven = (queue: QueueShape): MemoryQueue => redrivenTo(deadLetterQueue, queue);
  const { letterPdfs } = shape;
  return {
    queue: redriven(shape.queue),
    urgentQueue: redriven(shape.urgentQueue),
    heldQueues: Object.fromEntries(heldQueues.map((name) => [name, redriven(shape.heldQueues[name])])) as Record<
      HeldQueueName,
      MemoryQueue
    >,
    deadLetterQueue,
    ...(letterPdfs && {
      letterPdfQueue: redrivenTo(new MemoryQueue(settings(letterPdfs.deadLetterQueue), clock), letterPdfs.queue),
    }),
  };
}

const settings = ({ name, visibilityTimeoutSeconds, retentionSeconds }: QueueShape) => ({
  arn: `arn:aws:sqs:eu-west-2:000000000000:${name}`,
  visibilityTimeout: visibilityTimeoutSeconds * 1000,
  retention: retentionSeconds * 1000,
});

export type MemoryQueues = ReturnType<typeof createQueues>;
