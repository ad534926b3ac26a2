import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { systemClock } from '../../lib/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createTellOnce } from '../tell-once';
import { createEventBridge } from '../wiring/event-bridge';
import { lambdaFunction } from '../wiring/function';
import { createMonitor } from '../wiring/monitor';
import { createNotifySource } from '../wiring/notify-source';
import { createSecret } from '../wiring/secret';
import { createTable } from '../wiring/table';
import { createTextsPoller } from './texts';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const apiKey = createSecret(new SecretsManagerClient(), requireEnvironment(environment.apiKeySecretArn), clock);
const bus = createEventBridge(new EventBridgeClient(), requireEnvironment(environment.eventBusName));
const { told, marks } = createTable();

/** Runs on a schedule: tells of the texts that people sent to the service. */
export const handler = lambdaFunction(
  createTextsPoller({
    marks,
    tellOnce: createTellOnce({ told, bus, clock }),
    notify: createNotifySource(apiKey, { baseUrl: requireEnvironment(environment.notifyBaseUrl), clock }),
    clock,
    monitor,
    pipelineId,
  }),
  monitor,
);
