import { createCallbacks, noForwarding } from '../lambda/callbacks/callbacks';
import { createIncoming } from '../lambda/callbacks/incoming';
import { createCallbackRecorder } from '../lambda/callbacks/record-callback';
import { createRotatingSecret } from '../lambda/callbacks/rotating-secret';
import { createTokens } from '../lambda/callbacks/tokens';
import { createPoller } from '../lambda/poll/poll';
import { createLaneAsker } from '../lambda/release/ask-lane';
import { createReleaser } from '../lambda/release/release';
import { createHoldReview } from '../lambda/release/review';
import { createScheduledReleaser } from '../lambda/release-scheduled/release-scheduled';
import { createAbandon } from '../lambda/send/abandon';
import { withPayloads } from '../lambda/send/payloads';
import { createReceiver } from '../lambda/send/receive';
import { createSecretGuard, noGuard } from '../lambda/send/recipient-guard';
import { createSender } from '../lambda/send/send';
import { createTextBudget, noBudget } from '../lambda/send/text-budget';
import { admitAll, createTextLimits } from '../lambda/send/text-limits';
import { createDynamoNumberLogStore } from '../lambda/shared/aws/dynamo-number-log-store';
import { createDynamoPollCheckpoint } from '../lambda/shared/aws/dynamo-poll-checkpoint';
import { createDynamoPublishedEvents } from '../lambda/shared/aws/dynamo-published-events';
import { DynamoReadAttempts } from '../lambda/shared/aws/dynamo-read-attempts';
import { createDynamoReleaseCheckpoint } from '../lambda/shared/aws/dynamo-release-checkpoint';
import { createDynamoSpendingStore } from '../lambda/shared/aws/dynamo-spending-store';
import { createDynamoSpentPayloads } from '../lambda/shared/aws/dynamo-spent-payloads';
import { createMessageScheduler } from '../lambda/shared/aws/message-scheduler';
import { createSqsDueQueues } from '../lambda/shared/aws/sqs-due-queues';
import { createSqsHeldQueues } from '../lambda/shared/aws/sqs-held-queues';
import { Breaker } from '../lambda/shared/holds/breaker';
import { CachedHolds } from '../lambda/shared/holds/cached-holds';
import { createPublishOnce } from '../lambda/shared/incoming/publish-once';
import { NumberLimiter } from '../lambda/shared/text-limits/number-limiter';
import { Spending } from '../lambda/shared/text-limits/spending';
import { leastSendMemory, payloadsInHand } from '../lib/contract/memory';
import { parseTextLimits } from '../lib/contract/text-limits';
import { minute } from '../lib/contract/time';
import type { MemoryBus } from './aws/memory-bus';
import type { EmbeddedParts } from './embedded-parts';
import { patientClock } from './patient-clock';

// The functions as their own `index.ts` puts them together, with the parts of this process.

/** Takes batches of messages from their queue, as the send function does. */
export function sendFunction(parts: EmbeddedParts): ReturnType<typeof createReceiver> {
  const { shape, common, table, blobs, bucketName, aside, holds, rateLimiter } = parts;
  const { clock, monitor } = common;
  const { recordRetentionSeconds, maxFailures, teamKey = false, traced = false, recipientGuard } = shape;
  const hashKey = async (): Promise<string> => parts.hashKey;
  const textLimits = parseTextLimits(shape.textLimits);
  const limiter = new NumberLimiter(createDynamoNumberLogStore(table.client, table.name), clock);
  const spending = new Spending(createDynamoSpendingStore(table.client, table.name), clock);
  const textBudget = textLimits ? createTextBudget({ settings: textLimits, spending, clock, monitor }) : noBudget;
  const sender = createSender({
    ...common,
    queues: aside,
    scheduler: createMessageScheduler(parts.scheduled, { bucketName, blobs }, { traced }),
    holds: new CachedHolds(holds, clock),
    breaker: new Breaker(),
    rateLimiter,
    // Nothing of this process ends it: each message has all the time that its function would have at first.
    deadline: { remaining: () => shape.sending.timeoutSeconds * 1000 },
    hashKey,
    recordRetentionSeconds,
    maxFailures,
    teamKey,
    traced,
    guard: recipientGuard === undefined ? noGuard : createSecretGuard(async () => recipientGuard),
    textBudget,
    admitText: textLimits ? createTextLimits({ settings: textLimits, limiter, hashKey, clock }) : admitAll,
  });
  const payloads = { bucketName, blobs, spent: createDynamoSpentPayloads(table.client, table.name), queues: aside };
  const mostInHand = payloadsInHand(leastSendMemory);
  return createReceiver({
    ...common,
    send: withPayloads({ ...payloads, send: sender, rateLimiter, clock, monitor, mostInHand }),
    abandon: createAbandon({ ...common, queues: aside, recordRetentionSeconds, traced }),
    readings: new DynamoReadAttempts(table.client, table.name),
    queues: aside,
    rateLimiter,
    textBudget,
    // Time moves as soon as nothing happens for a moment, for which no list may be written before its batch is handled.
    clock: patientClock(clock),
  });
}

/** One run of the poll function. */
export const pollFunction = ({ common, table }: EmbeddedParts, interval: number): (() => Promise<void>) =>
  createPoller({
    ...common,
    checkpoints: createDynamoPollCheckpoint(table.client, table.name),
    callbacks: true,
    interval,
  });

/** One run of the release function. */
export function releaseFunction({ common, sqs, urls, holds, rate }: EmbeddedParts): () => Promise<void> {
  const { notify, clock, monitor } = common;
  return createReleaser({
    held: createSqsHeldQueues(sqs, urls, clock),
    holds,
    review: createHoldReview({ holds, notify, clock, monitor }),
    askLane: createLaneAsker({ holds, notify, clock, monitor }),
    clock,
    monitor,
    rate: rate.rate,
    within: 45_000,
  });
}

/** One run of the function that releases what is due. */
export function releaseScheduledFunction(parts: EmbeddedParts): () => Promise<void> {
  const { common, table, scheduled, sqs, urls, holds, rate } = parts;
  const { clock, monitor } = common;
  const release = createScheduledReleaser({
    store: scheduled,
    checkpoints: createDynamoReleaseCheckpoint(table.client, table.name),
    queues: createSqsDueQueues(sqs, urls, clock, monitor),
    holds,
    clock,
    monitor,
    rate: rate.rate,
    within: 48_000,
  });
  return async () => {
    // While nothing is due soon, a run would read empty minutes alone, and this table is slower than AWS's.
    if ((scheduled.nextDueAt ?? Infinity) <= clock.now() + 2 * minute) await release();
  };
}

/** Takes the calls of the URL for callbacks. */
export function callbacksFunction(
  { common, shape, table }: EmbeddedParts,
  { callbackToken, bus }: { readonly callbackToken: string; readonly bus: MemoryBus },
): ReturnType<typeof createCallbacks> {
  const { clock, monitor, pipelineId } = common;
  const published = createDynamoPublishedEvents(table.client, table.name);
  const publishOnce = createPublishOnce({ published, bus, clock });
  return createCallbacks({
    tokens: createTokens(createRotatingSecret(async () => [callbackToken], clock)),
    signingSecret: undefined,
    handlers: {
      ...createCallbackRecorder({ ...common, textCosts: shape.textCosts ?? false }),
      ...createIncoming({ ...common, publishOnce, receivesTexts: true }),
    },
    forwarder: noForwarding,
    monitor,
    pipelineId,
  });
}
