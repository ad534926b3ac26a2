import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { connectEventBridge } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createDynamoPublishedEvents } from '../shared/aws/dynamo-published-events';
import { createDynamoReceivedTextsCheckpoint } from '../shared/aws/dynamo-received-texts-checkpoint';
import { createEventBridge } from '../shared/aws/event-bridge';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { connectNotify } from '../shared/aws/notify';
import { openTable } from '../shared/aws/table';
import { createPublishOnce } from '../shared/incoming/publish-once';
import { createReceivedTextsPoller } from './received-texts';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const bus = createEventBridge(connectEventBridge(), requireEnvironment(environment.eventBusName));
const table = openTable();
const published = createDynamoPublishedEvents(table.client, table.name);

/** Runs on a schedule: publishes an event for each text that somebody sent to the service. */
export const handler = lambdaFunction(
  createReceivedTextsPoller({
    checkpoints: createDynamoReceivedTextsCheckpoint(table.client, table.name),
    publishOnce: createPublishOnce({ published, bus, clock }),
    notify: connectNotify(clock, monitor),
    clock,
    monitor,
    pipelineId,
  }),
  monitor,
);
