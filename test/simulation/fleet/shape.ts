import { deliveryStates } from '../../../lib/contract/delivery';
import type { PipelineShape, QueueShape } from '../../../local/template';

export const pipelineId = 'simulated';

const queue = (name: string, maxReceiveCount?: number): QueueShape => ({
  name,
  visibilityTimeoutSeconds: 720,
  retentionSeconds: 1_209_600,
  ...(maxReceiveCount === undefined ? {} : { maxReceiveCount }),
});

const held = (name: string): QueueShape => ({ ...queue(name), visibilityTimeoutSeconds: 120 });

/** The shape that the construct gives the pipeline; a test holds the two together. */
export const shape: Omit<PipelineShape, 'table' | 'scheduledTable'> = {
  queue: queue('queue', 100),
  urgentQueue: { ...queue('urgent', 424), visibilityTimeoutSeconds: 170 },
  heldQueues: {
    email: held('held-email'),
    sms: held('held-sms'),
    international_sms: held('held-international-sms'),
    letter: held('held-letter'),
    urgent: held('held-urgent'),
  },
  deadLetterQueue: queue('dead-letters'),
  sending: { batchSize: 48, maxConcurrency: 1, windowSeconds: 1, timeoutSeconds: 120 },
  sendingUrgent: { batchSize: 10, maxConcurrency: 1, windowSeconds: 0, timeoutSeconds: 120 },
  pollIntervalSeconds: 60,
  recordRetentionSeconds: 90 * 86_400,
  rateLimit: 3000,
  rateShare: 1,
  maxFailures: 10,
  publishedStates: new Set(deliveryStates.filter((state) => state !== 'sending')),
};
