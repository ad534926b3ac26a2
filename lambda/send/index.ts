import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../lib/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { lambdaFunction } from '../wiring/function';
import { createMonitor } from '../wiring/monitor';
import { createNotifySource } from '../wiring/notify-source';
import { createSecret } from '../wiring/secret';
import { createStore } from '../wiring/table';
import { createReceiver } from './receive';
import { createSender } from './send';
import { createSqsHold } from './sqs-hold';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const secrets = new SecretsManagerClient();
const apiKey = createSecret(secrets, requireEnvironment(environment.apiKeySecretArn), clock);
const hashKey = createSecret(secrets, requireEnvironment(environment.hashKeySecretArn), clock);

const send = createSender({
  store: createStore(),
  notify: createNotifySource(apiKey, { baseUrl: requireEnvironment(environment.notifyBaseUrl), clock }),
  hold: createSqsHold(
    new SQSClient(),
    {
      queueUrl: requireEnvironment(environment.queueUrl),
      urgentQueueUrl: requireEnvironment(environment.urgentQueueUrl),
      urgentQueueArn: requireEnvironment(environment.urgentQueueArn),
      heldQueueUrl: requireEnvironment(environment.heldQueueUrl),
      deadLetterQueueUrl: requireEnvironment(environment.deadLetterQueueUrl),
    },
    clock,
  ),
  clock,
  monitor,
  hashKey: () => hashKey.value(),
  pipelineId,
  recordRetentionSeconds: Number(requireEnvironment(environment.recordRetentionSeconds)),
});

/** Sends the messages of one batch from the queue or the urgent queue. */
export const handler = lambdaFunction(createReceiver(send, monitor), monitor);
