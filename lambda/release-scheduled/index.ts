import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { connectSqs } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { DynamoHoldStore } from '../shared/aws/dynamo-hold-store';
import { createDynamoReleaseCheckpoint } from '../shared/aws/dynamo-release-checkpoint';
import { createDynamoSchedule } from '../shared/aws/dynamo-schedule';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createSqsDueQueues } from '../shared/aws/sqs-due-queues';
import { openTable } from '../shared/aws/table';
import { readRateLimit } from '../shared/rate-limit/read-rate-limit';
import { createScheduledReleaser } from './release-scheduled';

const clock = systemClock;
const monitor = createMonitor(requireEnvironment(environment.pipelineId));
const table = openTable();
const queueUrls = {
  queueUrl: requireEnvironment(environment.queueUrl),
  urgentQueueUrl: requireEnvironment(environment.urgentQueueUrl),
};

/** Runs every minute: puts the scheduled messages that are due on their queues. */
export const handler = lambdaFunction(
  createScheduledReleaser({
    store: createDynamoSchedule(table.client, requireEnvironment(environment.scheduledTableName)),
    checkpoints: createDynamoReleaseCheckpoint(table.client, table.name),
    queues: createSqsDueQueues(connectSqs(), queueUrls, clock, monitor),
    holds: new DynamoHoldStore(table.client, table.name),
    clock,
    monitor,
    rate: readRateLimit().rate,
    within: 48_000,
  }),
  monitor,
);
