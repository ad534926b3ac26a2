import { setTimeout as pause } from 'node:timers/promises';
import { createAnnouncer } from '../lambda/announce/announce';
import { createEventPublisher } from '../lambda/announce/publish-events';
import { createPoller } from '../lambda/poll/poll';
import { createIncoming } from '../lambda/callbacks/incoming';
import { createCallbacks, noForwarding } from '../lambda/callbacks/callbacks';
import { createCallbackRecorder } from '../lambda/callbacks/record-callback';
import { createRotatingSecret } from '../lambda/callbacks/rotating-secret';
import { createTokens } from '../lambda/callbacks/tokens';
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
import { createSqsHeldQueues } from '../lambda/shared/aws/sqs-held-queues';
import { createAbandon } from '../lambda/send/abandon';
import { withPayloads } from '../lambda/send/payloads';
import { createReceiver } from '../lambda/send/receive';
import { createSender } from '../lambda/send/send';
import { createSqsMessageQueues } from '../lambda/shared/aws/sqs-queues';
import type { Monitor } from '../lambda/shared/ports';
import { createPublishOnce } from '../lambda/shared/incoming/publish-once';
import { createNotifySource } from '../lambda/shared/notify/notify-source';
import type { PipelineEvent } from '../lib/contract/events/schema-violations';
import { CachedHolds } from '../lambda/shared/holds/cached-holds';
import { Breaker } from '../lambda/shared/holds/breaker';
import type { NotifyStandIn } from '../lib/testing';
import { rateLimitSettings } from '../lib/contract/rate-limit';
import { LeasedRateLimiter } from '../lambda/shared/rate-limit/rate-limiter';
import { ChangeStream, streamed } from './aws/change-stream';
import { openTable } from './aws/embedded-table';
import { EventSource } from './aws/event-source';
import { urlAnswer, urlEvent, type UrlCall } from './aws/function-url';
import { MemoryBlobs } from './aws/memory-blobs';
import { MemoryBus } from './aws/memory-bus';
import type { MemoryQueue } from './aws/memory-queue';
import { createQueues } from './aws/memory-queues';
import { memorySqs } from './aws/memory-sqs';
import { Ledger } from './ledger';
import { openLetterPdfs } from './letter-pdfs';
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
}

export const pipelineId = 'local';
const bucketName = 'bucket';

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
  const queues = createQueues(shape, clock);
  const { sqs, urls } = memorySqs(queues);
  const table = await openTable(shape.table);
  const stream = new ChangeStream();
  const store = streamed(new DynamoDeliveryStore(table.client, table.name), stream);
  const holds = new DynamoHoldStore(table.client, table.name);
  const ledger = new Ledger();
  const secret = { value: async () => apiKey, reread: async () => apiKey };
  const notify = createNotifySource(secret, { baseUrl, clock });
  const { recordRetentionSeconds, maxFailures, teamKey = false } = shape;
  const settings = rateLimitSettings(shape.rateLimit, shape.rateShare);
  const common = { store, notify, clock, monitor, pipelineId };

  const rateLimiter = new LeasedRateLimiter(
    new DynamoRateLimitStore(table.client, table.name, settings),
    settings,
    clock,
  );
  const blobs = new MemoryBlobs(clock);
  const aside = createSqsMessageQueues(sqs, urls, clock, { bucketName, blobs });
  const sender = createSender({
    ...common,
    queues: aside,
    holds: new CachedHolds(holds, clock),
    breaker: new Breaker(),
    rateLimiter,
    // Nothing of this process ends it: each message has all the time that its function would have at first.
    deadline: { remaining: () => shape.sending.timeoutSeconds * 1000 },
    hashKey: async () => 'the embedded pipeline keeps nothing',
    recordRetentionSeconds,
    maxFailures,
    teamKey,
  });
  const payloads = { bucketName, blobs, spent: createDynamoSpentPayloads(table.client, table.name), queues: aside };
  const send = withPayloads({ ...payloads, send: sender, clock, monitor });
  const abandon = createAbandon({ ...common, queues: aside, recordRetentionSeconds });
  const readings = new DynamoReadAttempts(table.client, table.name);
  const receive = createReceiver({ send, abandon, readings, queues: aside, rateLimiter, clock, monitor });
  const sources = [
    new EventSource(queues.urgentQueue, shape.sendingUrgent, receive),
    new EventSource(queues.queue, shape.sending, receive),
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
    room: Math.ceil(settings.rate * 60),
    within: 45_000,
  });
  const schedule = new Schedule(interval, { poll, release });

  const bus = new MemoryBus((event) => {
    ledger.enter(event);
    onEvent(event);
  });
  const publishOnce = createPublishOnce({
    published: createDynamoPublishedEvents(table.client, table.name),
    bus,
    clock,
  });
  const receipts = createCallbacks({
    tokens: createTokens(createRotatingSecret(async () => [callbackToken], clock)),
    signingSecret: undefined,
    handlers: { ...createCallbackRecorder(common), ...createIncoming({ ...common, publishOnce, receivesTexts: true }) },
    forwarder: noForwarding,
    monitor,
    pipelineId,
  });
  const letterPdfs = openLetterPdfs(shape, queues, { ...common, sqs });
  if (letterPdfs) sources.push(letterPdfs.source);
  const announce = createAnnouncer({
    handlers: [createEventPublisher({ bus, monitor, pipelineId }), ...(letterPdfs ? [letterPdfs.ask] : [])],
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

  /** Wakes whoever sleeps next, once nobody else has done anything for a moment of real time. */
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
      schedule.next(clock.now(), { awaited: ledger.awaited, heldFrom: earliest(Object.values(queues.heldQueues)) }),
    );
  }

  return {
    ledger,
    deadLetters: queues.deadLetterQueue,
    /** The PDFs of letters by their keys, if they are kept. */
    letterPdfs: letterPdfs?.objects,
    /** Puts a message on the queue or the urgent queue. Answers SQS's message id. */
    publish: (body: string, { urgent = false } = {}): string =>
      publish(body, urgent ? queues.urgentQueue : queues.queue, bucketName, blobs),
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
    close: () => table.close(),
  };
}
