import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { DynamoDeliveryStore } from '../shared/aws/dynamo-delivery-store';
import { createDynamoPollCheckpoint } from '../shared/aws/dynamo-poll-checkpoint';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { connectNotify } from '../shared/aws/notify';
import { openTable } from '../shared/aws/table';
import { createPoller } from './poll';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const table = openTable();

/** Runs on a schedule: asks Notify for the status of the messages whose outcome is awaited. */
export const handler = lambdaFunction(
  createPoller({
    store: new DynamoDeliveryStore(table.client, table.name),
    checkpoints: createDynamoPollCheckpoint(table.client, table.name),
    notify: connectNotify(clock, monitor),
    clock,
    monitor,
    pipelineId,
    callbacks: requireEnvironment(environment.callbacks) === 'on',
    interval: Number(requireEnvironment(environment.pollIntervalSeconds)) * 1000,
  }),
  monitor,
);
