import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { randomUUID } from 'node:crypto';
import type { Delivery } from '../../lib/contract/delivery';
import { deliveryId } from '../../lib/contract/identity';
import { CachedHolds } from '../../lambda/shared/holds/cached-holds';
import type { HoldStore } from '../../lambda/shared/holds/hold-store';
import type { Circuit } from '../../lambda/shared/holds/circuit';
import { Breaker } from '../../lambda/shared/holds/breaker';
import type { Hold } from '../../lambda/shared/holds/hold';
import { rateLimitSettings } from '../../lib/contract/rate-limit';
import type { RateLimitStore } from '../../lambda/shared/rate-limit/rate-limit-store';
import { LeasedRateLimiter } from '../../lambda/shared/rate-limit/rate-limiter';
import type { Blobs, Monitor } from '../../lambda/shared/ports';
import { leastSendMemory, payloadsInHand } from '../../lib/contract/memory';
import { createReleaser } from '../../lambda/release/release';
import { createHoldReview } from '../../lambda/release/review';
import { createLaneAsker } from '../../lambda/release/ask-lane';
import { createAbandon } from '../../lambda/send/abandon';
import { createReceiver } from '../../lambda/send/receive';
import { withPayloads } from '../../lambda/send/payloads';
import { createTextBudget, noBudget } from '../../lambda/send/text-budget';
import { createDynamoSpendingStore } from '../../lambda/shared/aws/dynamo-spending-store';
import { Spending, type SpendingStore } from '../../lambda/shared/text-limits/spending';
import type { TextLimitSettings } from '../../lib/contract/text-limits';
import { createSender } from '../../lambda/send/send';
import type { SendDependencies } from '../../lambda/send/send-dependencies';
import { DynamoReadAttempts } from '../../lambda/shared/aws/dynamo-read-attempts';
import { createDynamoSpentPayloads } from '../../lambda/shared/aws/dynamo-spent-payloads';
import type { SpentPayloads } from '../../lambda/shared/ports';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { createSecret } from '../../lambda/shared/aws/secret';
import { patientClock } from '../../local/patient-clock';
import { MemoryBlobs } from '../../local/aws/memory-blobs';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { MemoryRateLimitStore } from '../fakes/memory-rate-limit-store';
import { noon } from '../shared/deliveries/deliveries';
import type { TableInProcess } from '../shared/deliveries/table-in-process';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { QueuesInTest } from './queues-in-test';
import { anEvent } from './records';
import { apiKeyOf, aSecret, ScriptedNotify } from './scripted-notify';

export { sentAnew } from './queues-in-test';

export const pipelineId = 'staging';
export const bucketName = 'staging-bucket';
export const rateLimit = rateLimitSettings(3000, 1);

interface Overrides extends Partial<SendDependencies> {
  readonly monitor?: Monitor;
  /** Where holds are kept, such as with another sender. */
  readonly holdStore?: HoldStore;
  /** Where the rate limit is kept, such as with another sender. */
  readonly ledger?: RateLimitStore;
  /** The bucket as the function sees it, such as one that fails. */
  readonly blobs?: (bucket: MemoryBlobs) => Blobs;
  readonly spent?: SpentPayloads;
  /** What text messages may cost, and where it is kept what they did. */
  readonly budget?: TextLimitSettings;
  readonly spendingStore?: SpendingStore;
}

/** The send function with everything real but AWS, Notify and time, and the release function beside it. The table is a DynamoDB. */
export function openSender(table: TableInProcess, overrides: Overrides = {}) {
  const { holdStore = new MemoryHoldStore(), ledger = new MemoryRateLimitStore(rateLimit), ...rest } = overrides;
  const {
    blobs = (all) => all,
    budget,
    spendingStore = createDynamoSpendingStore(table.client, table.name),
    ...more
  } = rest;
  const { spent = createDynamoSpentPayloads(table.client, table.name), ...replaced } = more;
  const clock = new ClockInTest(noon);
  const secret = aSecret();
  const notify = new ScriptedNotify(clock, secret);
  const queues = new QueuesInTest();
  const monitor = new RecordingMonitor();
  const bucket = new MemoryBlobs(clock);
  const client = new SecretsManagerClient();
  const secrets = mockClient(client);
  secrets.on(GetSecretValueCommand).resolves({ SecretString: apiKeyOf(secret) });

  const dependencies: SendDependencies = {
    store: table.store,
    notify: createNotifySource(createSecret(client, 'api key', clock), {
      clock,
      transport: notify.transport,
    }),
    queues,
    scheduler: queues,
    holds: new CachedHolds(holdStore, clock),
    breaker: new Breaker(),
    rateLimiter: new LeasedRateLimiter(ledger, rateLimit, clock),
    clock,
    deadline: { remaining: () => 120_000 },
    monitor,
    textBudget: budget
      ? createTextBudget({ settings: budget, spending: new Spending(spendingStore, clock), clock, monitor })
      : noBudget,
    hashKey: async () => 'the hash key',
    pipelineId,
    recordRetentionSeconds: 90 * 86_400,
    maxFailures: 10,
    ...replaced,
  };
  const send = withPayloads({
    ...dependencies,
    send: createSender(dependencies),
    bucketName,
    blobs: blobs(bucket),
    spent,
    mostInHand: payloadsInHand(leastSendMemory),
  });
  const receive = createReceiver({
    ...dependencies,
    // A message that waits for others of its batch does not make time pass.
    clock: patientClock(dependencies.clock),
    send,
    abandon: createAbandon(dependencies),
    readings: new DynamoReadAttempts(table.client, table.name),
  });
  const release = createReleaser({
    held: queues,
    holds: holdStore,
    review: createHoldReview({ ...dependencies, holds: holdStore }),
    askLane: createLaneAsker({ ...dependencies, holds: holdStore }),
    clock,
    monitor: dependencies.monitor,
    rate: 48,
    within: 45_000,
  });

  /** Gives a batch to the function. Answers the ids of the messages that come back to the queue. */
  async function take(...records: SQSRecord[]): Promise<string[]> {
    const { batchItemFailures } = await receive(anEvent(...records));
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  /** Moves time by a minute, or to when the next hold is looked at, and runs the release function. */
  async function lookAtHolds(): Promise<void> {
    const [next = 0] = (await holdStore.read()).holds.map(({ until }) => until).sort((a, b) => a - b);
    clock.moveTo(Math.max(clock.now() + 60_000, next));
    await release();
  }

  /** Moves time to when the first message comes back, and gives the function all that do. */
  async function letTheNextComeBack(): Promise<string[]> {
    if (queues.waitingFor.length === 0) await lookAtHolds();
    if (queues.waitingFor.length === 0) return [];
    clock.moveTo(Math.max(clock.now(), Math.min(...queues.waitingFor.map(({ until }) => until))));
    return take(...queues.due(clock.now()));
  }

  return {
    apiKey: apiKeyOf(secret),
    bucket,
    clock,
    notify,
    queues,
    holdStore,
    ledger,
    monitor,
    secrets,
    take,
    release,
    lookAtHolds,
    letTheNextComeBack,
    /** Lets time pass until no message waits for anything. */
    async letAllComeBack(): Promise<string[]> {
      const failed: string[] = [];
      for (let round = 0; queues.waitingFor.length + queues.parked.length > 0; round += 1) {
        if (round === 200) throw new Error('messages come back for ever');
        failed.push(...(await letTheNextComeBack()));
      }
      return failed;
    },
    holds: async (): Promise<readonly Hold[]> => (await holdStore.read()).holds,
    circuits: async (): Promise<readonly Circuit[]> => (await holdStore.read()).circuits,
    /** What is on record of a message, under its idempotency key or the id that SQS gave it. */
    recordOf: async (key: string): Promise<Delivery | undefined> => table.store.find(deliveryId(pipelineId, key)),
    refusedRecordOf: async ({ messageId }: SQSRecord): Promise<Delivery | undefined> =>
      table.store.find(deliveryId(pipelineId, `refused ${messageId}`)),
    secretHolds: (value: string): void => void secrets.on(GetSecretValueCommand).resolves({ SecretString: value }),
  };
}

export type SenderInTest = ReturnType<typeof openSender>;

export const aKey = (): string => `order ${randomUUID()}`;
