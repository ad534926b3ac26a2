import { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../lib/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { lambdaFunction } from '../wiring/function';
import { createMonitor } from '../wiring/monitor';
import { createReleaser } from './release';
import { createSqsHeldQueue } from './sqs-held-queue';

const clock = systemClock;
const monitor = createMonitor(requireEnvironment(environment.pipelineId));
const held = createSqsHeldQueue(
  new SQSClient(),
  {
    queueUrl: requireEnvironment(environment.queueUrl),
    urgentQueueUrl: requireEnvironment(environment.urgentQueueUrl),
    heldQueueUrl: requireEnvironment(environment.heldQueueUrl),
  },
  clock,
);

/** Runs on a schedule: brings held messages back to the queue they came from when their hold has ended. */
export const handler = lambdaFunction(createReleaser({ held, clock, monitor, within: 40_000 }), monitor);
