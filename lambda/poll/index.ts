import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createNotifySource } from '../shared/notify/notify-source';
import { createSecret } from '../shared/aws/secret';
import { createTable } from '../shared/aws/table';
import { createPoller } from './poll';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const table = createTable();
const apiKey = createSecret(new SecretsManagerClient(), requireEnvironment(environment.apiKeySecretArn), clock);

/** Runs on a schedule: brings what Notify knows of the messages whose status is awaited. */
export const handler = lambdaFunction(
  createPoller({
    store: table.deliveries,
    progress: table.progress,
    notify: createNotifySource(apiKey, { baseUrl: requireEnvironment(environment.notifyBaseUrl), clock }),
    clock,
    monitor,
    pipelineId,
    receipts: requireEnvironment(environment.receipts) === 'on',
    interval: Number(requireEnvironment(environment.pollIntervalSeconds)) * 1000,
  }),
  monitor,
);
