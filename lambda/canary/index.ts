import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { second } from '../../lib/contract/time';
import { connectSqs } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { DynamoDeliveryStore } from '../shared/aws/dynamo-delivery-store';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createSqsPublish } from '../shared/aws/sqs-publish';
import { openTable } from '../shared/aws/table';
import { createCanary } from './canary';

const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const table = openTable();
const deliveries = new DynamoDeliveryStore(table.client, table.name);

/** Runs on a schedule: sends a message that nobody gets, and counts it if Notify has it in time. */
export const handler = lambdaFunction(
  createCanary({
    publish: createSqsPublish(connectSqs(), requireEnvironment(environment.urgentQueueUrl)),
    find: (id) => deliveries.find(id),
    clock: systemClock,
    monitor,
    pipelineId,
    templateId: requireEnvironment(environment.canaryTemplateId),
    within: Number(requireEnvironment(environment.canaryWithinSeconds)) * second,
  }),
  monitor,
);
