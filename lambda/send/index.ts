import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { leastSendMemory, payloadsInHand } from '../../lib/contract/memory';
import { connectSecretsManager, connectSqs } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { DynamoDeliveryStore } from '../shared/aws/dynamo-delivery-store';
import { DynamoHoldStore } from '../shared/aws/dynamo-hold-store';
import { createDynamoNumberLogStore } from '../shared/aws/dynamo-number-log-store';
import { DynamoRateLimitStore } from '../shared/aws/dynamo-rate-limit-store';
import { DynamoReadAttempts } from '../shared/aws/dynamo-read-attempts';
import { createDynamoSpendingStore } from '../shared/aws/dynamo-spending-store';
import { createDynamoSpentPayloads } from '../shared/aws/dynamo-spent-payloads';
import { InvocationDeadline } from '../shared/deadline';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { connectNotify } from '../shared/aws/notify';
import { heldQueueUrls } from '../shared/aws/queue-urls';
import { createS3Blobs } from '../shared/aws/s3-blobs';
import { createSecret } from '../shared/aws/secret';
import { createDynamoSchedule } from '../shared/aws/dynamo-schedule';
import { createMessageScheduler } from '../shared/aws/message-scheduler';
import { createSqsMessageQueues } from '../shared/aws/sqs-queues';
import { openTable } from '../shared/aws/table';
import { Breaker } from '../shared/holds/breaker';
import { CachedHolds } from '../shared/holds/cached-holds';
import { LeasedRateLimiter } from '../shared/rate-limit/rate-limiter';
import { parseTextLimits } from '../../lib/contract/text-limits';
import { NumberLimiter } from '../shared/text-limits/number-limiter';
import { Spending } from '../shared/text-limits/spending';
import { readRateLimit } from '../shared/rate-limit/read-rate-limit';
import { createAbandon } from './abandon';
import { withPayloads } from './payloads';
import { createSecretGuard } from './recipient-guard';
import { createTextBudget, noBudget } from './text-budget';
import { createTextLimits } from './text-limits';
import { createReceiver } from './receive';
import { createSender } from './send';

const clock = systemClock;
const deadline = new InvocationDeadline();
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const secrets = connectSecretsManager();
const hashKey = createSecret(secrets, requireEnvironment(environment.hashKeySecretArn), clock);
const table = openTable();
const settings = readRateLimit();
const rateLimitStore = new DynamoRateLimitStore(table.client, table.name, settings);
const rateLimiter = new LeasedRateLimiter(rateLimitStore, settings, clock);
const bucketName = requireEnvironment(environment.bucketName);
const blobs = createS3Blobs(bucketName);
const queues = createSqsMessageQueues(
  connectSqs(),
  {
    queueUrl: requireEnvironment(environment.queueUrl),
    urgentQueueUrl: requireEnvironment(environment.urgentQueueUrl),
    urgentQueueArn: requireEnvironment(environment.urgentQueueArn),
    heldQueueUrl: heldQueueUrls(),
    deadLetterQueueUrl: requireEnvironment(environment.deadLetterQueueUrl),
  },
  clock,
  { bucketName, blobs },
);
const textLimits = parseTextLimits(process.env[environment.textLimits]);
const spending = new Spending(createDynamoSpendingStore(table.client, table.name), clock);
const textBudget = textLimits ? createTextBudget({ settings: textLimits, spending, clock, monitor }) : noBudget;
const guardSecretArn = process.env[environment.recipientGuardSecretArn];
const guardSecret = guardSecretArn ? createSecret(secrets, guardSecretArn, clock) : undefined;
const store = new DynamoDeliveryStore(table.client, table.name);
const recordRetentionSeconds = Number(requireEnvironment(environment.recordRetentionSeconds));
const traced = process.env[environment.tracing] === 'true';

const sender = createSender({
  store,
  notify: connectNotify(clock, monitor, secrets),
  queues,
  scheduler: createMessageScheduler(
    createDynamoSchedule(table.client, requireEnvironment(environment.scheduledTableName)),
    { bucketName, blobs },
    { traced },
  ),
  holds: new CachedHolds(new DynamoHoldStore(table.client, table.name), clock),
  breaker: new Breaker(),
  rateLimiter,
  clock,
  deadline,
  monitor,
  hashKey: () => hashKey.value(),
  pipelineId,
  recordRetentionSeconds,
  traced,
  maxFailures: Number(requireEnvironment(environment.maxFailures)),
  teamKey: process.env[environment.teamKey] === 'true',
  ...(textLimits
    ? {
        admitText: createTextLimits({
          settings: textLimits,
          limiter: new NumberLimiter(createDynamoNumberLogStore(table.client, table.name), clock),
          hashKey: () => hashKey.value(),
          clock,
        }),
      }
    : {}),
  textBudget,
  ...(guardSecret ? { guard: createSecretGuard(() => guardSecret.value()) } : {}),
});

const spent = createDynamoSpentPayloads(table.client, table.name);
const send = withPayloads({
  send: sender,
  bucketName,
  blobs,
  spent,
  queues,
  rateLimiter,
  clock,
  monitor,
  // Lambda says how much memory the function has, in megabytes.
  mostInHand: payloadsInHand(Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? leastSendMemory)),
});
const abandon = createAbandon({ store, queues, clock, monitor, pipelineId, recordRetentionSeconds, traced });
const readings = new DynamoReadAttempts(table.client, table.name);

/** Sends the messages of one batch from the queue or the urgent queue. */
export const handler = lambdaFunction(
  createReceiver({ send, abandon, store, readings, queues, rateLimiter, clock, monitor, textBudget }),
  monitor,
  (context) => deadline.begin(context),
);
