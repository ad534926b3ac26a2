import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createTellOnce } from '../shared/incoming/publish-once';
import { createEventBridge } from '../shared/aws/event-bridge';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createNotifySource } from '../shared/notify/notify-source';
import { createSecret } from '../shared/aws/secret';
import { createTable } from '../shared/aws/table';
import { createTextsPoller } from './received-texts';

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
