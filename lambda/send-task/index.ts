import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { connectSecretsManager, connectSqs, connectStepFunctions } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { DynamoDeliveryStore } from '../shared/aws/dynamo-delivery-store';
import { createDynamoWaitingTasks } from '../shared/aws/dynamo-waiting-tasks';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createSecret } from '../shared/aws/secret';
import { createSqsTaskMessages } from '../shared/aws/sqs-task-messages';
import { createStepFunctions } from '../shared/aws/step-functions';
import { openTable } from '../shared/aws/table';
import { createTaskEnder } from './end-tasks';
import { createTaskStarter } from './start-task';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const table = openTable();
const tasks = createDynamoWaitingTasks(table.client, table.name);
const answer = createStepFunctions(connectStepFunctions());
const hashKey = createSecret(connectSecretsManager(), requireEnvironment(environment.hashKeySecretArn), clock);

const start = createTaskStarter({
  tasks,
  store: new DynamoDeliveryStore(table.client, table.name),
  publish: createSqsTaskMessages(connectSqs(), {
    queueUrl: requireEnvironment(environment.queueUrl),
    urgentQueueUrl: requireEnvironment(environment.urgentQueueUrl),
  }),
  answer,
  hashKey: () => hashKey.value(),
  pipelineId,
  clock,
});
const end = createTaskEnder({ tasks, answer, monitor });

const isBatch = (event: object): event is SQSEvent => 'Records' in event;

/** Begins a task for a state of Step Functions, or ends those whose deliveries are over, by a batch of events. */
export const handler = lambdaFunction(async (event: object): Promise<SQSBatchResponse | undefined> => {
  if (isBatch(event)) return end(event);
  await start(event);
  return undefined;
}, monitor);
