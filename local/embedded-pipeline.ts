import { minute } from '../lib/contract/time';
import { setTimeout as pause } from 'node:timers/promises';
import { createAnnouncer } from '../lambda/announce/announce';
import { createEventPublisher } from '../lambda/announce/publish-events';
import { createPoller } from '../lambda/poll/poll';
import { createIncoming } from '../lambda/callbacks/incoming';
import { createCallbacks, noForwarding } from '../lambda/callbacks/callbacks';
import { createCallbackRecorder } from '../lambda/callbacks/record-callback';
import { createRotatingSecret } from '../lambda/callbacks/rotating-secret';
import { createTokens } from '../lambda/callbacks/tokens';
import { createScheduledReleaser } from '../lambda/release-scheduled/release-scheduled';
import { createReleaser } from '../lambda/release/release';
import { createHoldReview } from '../lambda/release/review';
import { createLaneAsker } from '../lambda/release/ask-lane';
import { DynamoDeliveryStore } from '../lambda/shared/aws/dynamo-delivery-store';
import { DynamoHoldStore } from '../lambda/shared/aws/dynamo-hold-store';
import { createDynamoPollCheckpoint } from '../lambda/shared/aws/dynamo-poll-checkpoint';
import { createDynamoPublishedEvents } from '../lambda/shared/aws/dynamo-published-events';
import { DynamoRateLimitStore } from '../lambda/shared/aws/dynamo-rate-limit-store';
import { DynamoReadAttempts } from '../lambda/shared/aws/dynamo-read-attempts';
import { createDynamoSpentPayloads } from '../lambda/shared/aws/dynamo-spent-payloads';
import { createDynamoReleaseCheckpoint } from '../lambda/shared/aws/dynamo-release-checkpoint';
import { createDynamoSchedule } from '../lambda/shared/aws/dynamo-schedule';
import { createMessageScheduler } from '../lambda/shared/aws/message-scheduler';
import { createSqsDueQueues } from '../lambda/shared/aws/sqs-due-queues';
import { createSqsHeldQueues } from '../lambda/shared/aws/sqs-held-queues';
import { createAbandon } from '../lambda/send/abandon';
import { leastSendMemory, payloadsInHand } from '../lib/contract/memory';
import { withPayloads } from '../lambda/send/payloads';
import { createReceiver } from '../lambda/send/receive';
import { createSecretGuard, noGuard } from '../lambda/send/recipient-guard';
import { admitAll, createTextLimits } from '../lambda/send/text-limits';
import { createDynamoNumberLogStore } from '../lambda/shared/aws/dynamo-number-log-store';
import { NumberLimiter } from '../lambda/shared/text-limits/number-limiter';
import { parseTextLimits } from '../lib/contract/text-limits';
import { createDynamoSpendingStore } from '../lambda/shared/aws/dynamo-spending-store';
import { Spending } from '../lambda/shared/text-limits/spending';
import { createTextBudget, noBudget } from '../lambda/send/text-budget';
import { createSender } from '../lambda/send/send';
import { createSqsMessageQueues } from '../lambda/shared/aws/sqs-queues';
import type { Monitor } from '../lambda/shared/ports';
import { createPublishOnce } from '../lambda/shared/incoming/publish-once';
import { createNotifySource } from '../lambda/shared/notify/notify-source';
import type { PipelineEvent } from '../lib/contract/events/schema-violations';
import { CachedHolds } from '../lambda/shared/holds/cached-holds';
import { Breaker } from '../lambda/shared/holds/breaker';
import type { NotifyStandIn } from '../lib/testing';
import { deliveryStates } from '../lib/contract/delivery';
import { rateLimitSettings } from '../lib/contract/rate-limit';
import { LeasedRateLimiter } from '../lambda/shared/rate-limit/rate-limiter';
import { ChangeStream, streamed } from './aws/change-stream';
import { openTables as openEmbeddedTables } from './aws/embedded-table';
import { EventSource } from './aws/event-source';
import { urlAnswer, urlEvent, type UrlCall } from './aws/function-url';
import { MemoryBlobs } from './aws/memory-blobs';
import { MemoryBus } from './aws/memory-bus';
import type { MemoryQueue } from './aws/memory-queue';
import { createQueues } from './aws/memory-queues';
import { memorySqs } from './aws/memory-sqs';
import { WatchedSchedule } from './aws/watched-schedule';
import { Ledger } from './ledger';
import { openLetterPdfs } from './letter-pdfs';
import { patientClock } from './patient-clock';
import { publish } from './publish';
import { Schedule } from './schedule';
import type { PipelineShape } from './template';
import type { VirtualClock } from './virtual-clock';

export interface EmbeddedPipelineSettings {
  /** What the synthesized stack says. */
  readonly shape: PipelineShape;
  readonly clock: VirtualClock;
  readonly monitor: Monitor;
  /** Of the Notify that messages are given to. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** What Notify does by itself, and when: it moves messages on, and calls the URL for receipts. */
  readonly standIn: Pick<NotifyStandIn, 'nextDueAt' | 'settle'>;
  /** The bearer token of Notify's callbacks. */
  readonly callbackToken: string;
  /** Gets every event, as a rule on the event bus would. */
  readonly onEvent: (event: PipelineEvent) => void;
  /** Opens the tables, for who wants to watch what is asked of them. @default in this process, unwatched */
  readonly openTables?: typeof openEmbeddedTables;
}

interface PublishOptions {
  readonly urgent?: boolean;
  readonly traceHeader?: string;
}

export const pipelineId = 'local';
const bucketName = 'bucket';
const hashKeyText = 'the embedded pipeline keeps nothing';

/** So many changes are announced at once, and none waits for more of them. */
const fullBatch = 100;

/** Real milliseconds in which nothing happens when all are asleep. */
const stall = 20;

/** When the first message of several queues can be seen. */
function earliest(queues: readonly MemoryQueue[]): number | undefined {
  return queues.map((queue) => queue.nextVisibleAt).reduce((a, b) => (a !== undefined && (b ?? Infinity) > a ? a : b));
}

/**
 * The pipeline in this process: the code that the Lambdas run, with queues in memory, a DynamoDB of this process as
 * the table, and time that is moved by hand.
 */
export async function openPipeline(given: EmbeddedPipelineSettings) {
  const { shape, clock, monitor, baseUrl, apiKey, standIn, callbackToken, onEvent } = given;
  const { openTables = openEmbeddedTables } = given;
  const queues = createQueues(shape, clock);
  const { sqs, urls } = memorySqs(queues);
  const tables = await openTables({ deliveries: shape.table, scheduled: shape.scheduledTable });
  const table = tables.deliveries;
  const scheduled = new WatchedSchedule(createDynamoSchedule(tables.scheduled.client, tables.scheduled.name));
  const stream = new ChangeStream();
  const store = streamed(new DynamoDeliveryStore(table.client, table.name), stream);
  const holds = new DynamoHoldStore(table.client, table.name);
  const ledger = new Ledger();
  const secret = { value: async () => apiKey, reread: async () => apiKey };
  const notify = createNotifySource(secret, { baseUrl, clock });
  const { recordRetentionSeconds, maxFailures, teamKey = false, traced = false, recipientGuard } = shape;
  const textLimits = parseTextLimits(shape.textLimits);
  const settings = rateLimitSettings(shape.rateLimit, shape.rateShare);
  const common = { store, notify, clock, monitor, pipelineId };

  const rateLimiter = new LeasedRateLimiter(
    new DynamoRateLimitStore(table.client, table.name, settings),
    settings,
    clock,
  );
  const blobs = new MemoryBlobs(clock);
  const aside = createSqsMessageQueues(sqs, urls, clock, { bucketName, blobs });
  const hashKey = async () => hashKeyText;
  const limiter = new NumberLimiter(createDynamoNumberLogStore(table.client, table.name), clock);
  const spending = new Spending(createDynamoSpendingStore(table.client, table.name), clock);
  const textBudget = textLimits ? createTextBudget({ settings: textLimits, spending, clock, monitor }) : noBudget;
  const sender = createSender({
    ...common,
    queues: aside,
    scheduler: createMessageScheduler(scheduled, { bucketName, blobs }, { traced }),
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
  const send = withPayloads({ ...payloads, send: sender, rateLimiter, clock, monitor, mostInHand });
  const abandon = createAbandon({ ...common, queues: aside, recordRetentionSeconds, traced });
  const readings = new DynamoReadAttempts(table.client, table.name);
  const receiving = { send, abandon, readings, queues: aside, rateLimiter, textBudget };
  // Time moves as soon as nothing happens for a moment, for which no list may be written before its batch is handled.
  const receive = createReceiver({ ...common, ...receiving, clock: patientClock(clock) });
  const sources = [
    new EventSource(queues.urgentQueue, shape.sendingUrgent, receive, clock),
    new EventSource(queues.queue, shape.sending, receive, clock),
  ];

  const interval = shape.pollIntervalSeconds * 1000;
  const poll = createPoller({
    ...common,
    checkpoints: createDynamoPollCheckpoint(table.client, table.name),
    callbacks: true,
    interval,
  });
  const release = createReleaser({
    held: createSqsHeldQueues(sqs, urls, clock),
    holds,
    review: createHoldReview({ holds, notify, clock, monitor }),
    askLane: createLaneAsker({ holds, notify, clock, monitor }),
    clock,
    monitor,
    rate: settings.rate,
    within: 45_000,
  });
  const releaseScheduled = createScheduledReleaser({
    store: scheduled,
    checkpoints: createDynamoReleaseCheckpoint(table.client, table.name),
    queues: createSqsDueQueues(sqs, urls, clock, monitor),
    holds,
    clock,
    monitor,
    rate: settings.rate,
    within: 48_000,
  });
  /** While nothing is due soon, a run would read empty minutes alone, and this table is slower than AWS's. */
  const releaseWhatIsDue = async (): Promise<void> => {
    if ((scheduled.nextDueAt ?? Infinity) <= clock.now() + 2 * minute) await releaseScheduled();
  };
  const schedule = new Schedule(interval, { poll, release, releaseScheduled: releaseWhatIsDue });

  const bus = new MemoryBus(onEvent);
  const everyChange = new MemoryBus((event) => ledger.enter(event));
  const publishOnce = createPublishOnce({
    published: createDynamoPublishedEvents(table.client, table.name),
    bus,
    clock,
  });
  const receipts = createCallbacks({
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
  const letterPdfs = openLetterPdfs(shape, queues, { ...common, sqs });
  if (letterPdfs) sources.push(letterPdfs.source);
  const announce = createAnnouncer({
    handlers: [
      // What this process itself has to know, whatever is published.
      (changes) => ledger.follow(changes),
      createEventPublisher({ bus: everyChange, monitor, pipelineId, publishedStates: new Set(deliveryStates) }),
      createEventPublisher({ bus, monitor, pipelineId, publishedStates: shape.publishedStates }),
      ...(letterPdfs ? [letterPdfs.ask] : []),
    ],
    monitor,
  });

  /** Lets everything happen that can happen at this moment, and whatever the functions wait for within one run. */
  async function settle(scheduled: Promise<void> = Promise.resolve()): Promise<void> {
    const scheduledRuns = new Set([scheduled.finally(() => scheduledRuns.clear())]);
    for (;;) {
      for (const source of sources) source.start();
      const running = [scheduledRuns, ...sources.map((source) => source.running)].flatMap((runs) => [...runs]);
      if (running.length > 0 && stream.size < fullBatch) await Promise.race([...running, nextSleeper()]);
      else if (stream.size > 0) await stream.drain(announce);
      else return bus.check();
    }
  }

  /** Wakes the next sleeper, once no other has done anything for a moment of real time. */
  async function nextSleeper(): Promise<void> {
    const asleep = clock.nextAlarm;
    await pause(stall);
    if (asleep !== undefined && clock.nextAlarm === asleep) clock.advanceTo(asleep);
  }

  /** When the next thing happens, in milliseconds since the epoch. `Infinity`: nothing ever will. */
  function nextAt(): number {
    return Math.min(
      earliest(sources.map(({ queue }) => queue)) ?? Infinity,
      standIn.nextDueAt() ?? Infinity,
      schedule.next(clock.now(), {
        awaited: ledger.awaited,
        heldFrom: earliest(Object.values(queues.heldQueues)),
        scheduledFrom: scheduled.nextDueAt,
      }),
    );
  }

  return {
    ledger,
    deadLetters: queues.deadLetterQueue,
    /** What of AWS it is on, for programs that operate it. */
    aws: { sqs, urls, queues, table, endpoint: tables.endpoint, blobs, bucketName, hashKey: hashKeyText },
    /** The PDFs of letters by their keys, if they are kept. */
    letterPdfs: letterPdfs?.objects,
    /** Puts a message on the queue or the urgent queue, in the trace of an X-Ray header if there is one. Answers SQS's message id. */
    publish: (body: string, { urgent = false, traceHeader }: PublishOptions = {}): string =>
      publish(body, urgent ? queues.urgentQueue : queues.queue, bucketName, blobs, { traceHeader }),
    /** Calls the URL for receipts. Answers the status. */
    callUrl: async (call: UrlCall): Promise<number> =>
      urlAnswer(await receipts.answer(urlEvent(call, clock.now()))).statusCode ?? 0,
    settle,
    /** What is on record of a delivery. */
    find: (deliveryId: string) => store.find(deliveryId),
    nextAt,
    /** Moves time to when the next thing happens and lets it happen. `false`: nothing ever will. */
    async step(): Promise<boolean> {
      const next = nextAt();
      if (next === Infinity) return false;
      clock.advanceTo(next);
      await standIn.settle();
      await settle(schedule.run(clock.now()));
      return true;
    },
    close: () => tables.close(),
  };
}
