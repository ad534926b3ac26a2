import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { systemClock } from '../../lib/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { lambdaFunction } from '../wiring/function';
import { createMonitor } from '../wiring/monitor';
import { createNotifySource } from '../wiring/notify-source';
import { createSecret } from '../wiring/secret';
import { createTable } from '../wiring/table';
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
