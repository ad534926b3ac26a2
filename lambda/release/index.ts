import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createNotifySource } from '../shared/notify/notify-source';
import { heldQueueUrls } from '../shared/aws/queue-urls';
import { createSecret } from '../shared/aws/secret';
import { createTable, readPace } from '../shared/aws/table';
import { createReleaser } from './release';
import { createReview } from './review';
import { createSqsHeldQueues } from '../shared/aws/sqs-held-queues';

const clock = systemClock;
const monitor = createMonitor(requireEnvironment(environment.pipelineId));
const apiKey = createSecret(new SecretsManagerClient(), requireEnvironment(environment.apiKeySecretArn), clock);
const notify = createNotifySource(apiKey, { baseUrl: requireEnvironment(environment.notifyBaseUrl), clock });
const { holds } = createTable();
const held = createSqsHeldQueues(
  new SQSClient(),
  {
    queueUrl: requireEnvironment(environment.queueUrl),
    urgentQueueUrl: requireEnvironment(environment.urgentQueueUrl),
    heldQueueUrl: heldQueueUrls(),
  },
  clock,
);

/** Runs on a schedule: ends the holds that can end, and lets back the messages that no hold stops any more. */
export const handler = lambdaFunction(
  createReleaser({
    held,
    holds,
    review: createReview({ holds, notify, clock, monitor }),
    clock,
    monitor,
    // What is sent in a minute.
    room: Math.ceil(readPace().rate * 60),
    within: 45_000,
  }),
  monitor,
);
