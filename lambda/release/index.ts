import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { connectSqs } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { DynamoHoldStore } from '../shared/aws/dynamo-hold-store';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { connectNotify } from '../shared/aws/notify';
import { heldQueueUrls } from '../shared/aws/queue-urls';
import { createSqsHeldQueues } from '../shared/aws/sqs-held-queues';
import { openTable } from '../shared/aws/table';
import { readRateLimit } from '../shared/rate-limit/read-rate-limit';
import { createReleaser } from './release';
import { createHoldReview } from './review';
import { createLaneAsker } from './ask-lane';

const clock = systemClock;
const monitor = createMonitor(requireEnvironment(environment.pipelineId));
const table = openTable();
const holds = new DynamoHoldStore(table.client, table.name);
const held = createSqsHeldQueues(
  connectSqs(),
  {
    queueUrl: requireEnvironment(environment.queueUrl),
    urgentQueueUrl: requireEnvironment(environment.urgentQueueUrl),
    heldQueueUrl: heldQueueUrls(),
  },
  clock,
);

/** Runs on a schedule: ends the holds that can end, and puts the messages that no hold stops back on their queue. */
export const handler = lambdaFunction(
  createReleaser({
    held,
    holds,
    review: createHoldReview({ holds, notify: connectNotify(clock, monitor), clock, monitor }),
    askLane: createLaneAsker({ holds, notify: connectNotify(clock, monitor), clock, monitor }),
    clock,
    monitor,
    rate: readRateLimit().rate,
    within: 45_000,
  }),
  monitor,
);
