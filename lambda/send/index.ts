import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { HoldBoard } from '../shared/holds/cached-holds';
import { Breaker } from '../shared/holds/breaker';
import { LeasedPace } from '../shared/rate-limit/rate-limiter';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createNotifySource } from '../shared/notify/notify-source';
import { heldQueueUrls } from '../shared/aws/queue-urls';
import { createSecret } from '../shared/aws/secret';
import { createTable, readPace } from '../shared/aws/table';
import { withPayloads } from './payloads';
import { createReceiver } from './receive';
import { createS3Blobs } from '../shared/aws/s3-blobs';
import { createSender } from './send';
import { createSqsQueues } from '../shared/aws/sqs-queues';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const secrets = new SecretsManagerClient();
const apiKey = createSecret(secrets, requireEnvironment(environment.apiKeySecretArn), clock);
const hashKey = createSecret(secrets, requireEnvironment(environment.hashKeySecretArn), clock);
const table = createTable();
const settings = readPace();
const pace = new LeasedPace(table.pace(settings), settings, clock);
const queues = createSqsQueues(
  new SQSClient(),
  {
    queueUrl: requireEnvironment(environment.queueUrl),
    urgentQueueUrl: requireEnvironment(environment.urgentQueueUrl),
    urgentQueueArn: requireEnvironment(environment.urgentQueueArn),
    heldQueueUrl: heldQueueUrls(),
    deadLetterQueueUrl: requireEnvironment(environment.deadLetterQueueUrl),
  },
  clock,
);

const sender = createSender({
  store: table.deliveries,
  notify: createNotifySource(apiKey, { baseUrl: requireEnvironment(environment.notifyBaseUrl), clock }),
  queues,
  holds: new HoldBoard(table.holds, clock),
  breaker: new Breaker(),
  pace,
  clock,
  monitor,
  hashKey: () => hashKey.value(),
  pipelineId,
  recordRetentionSeconds: Number(requireEnvironment(environment.recordRetentionSeconds)),
  maxFailures: Number(requireEnvironment(environment.maxFailures)),
});

const bucketName = requireEnvironment(environment.bucketName);
const blobs = createS3Blobs(bucketName);
const send = withPayloads({ send: sender, bucketName, blobs, spent: table.spent, queues, clock, monitor });

/** Sends the messages of one batch from the queue or the urgent queue. */
export const handler = lambdaFunction(createReceiver({ send, queues, pace, clock, monitor }), monitor);
