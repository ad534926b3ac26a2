import { setTimeout as pause } from 'node:timers/promises';
import { createAnnouncer } from '../lambda/announce/announce';
import { createEventPublisher } from '../lambda/announce/publish-events';
import { deliveryStates } from '../lib/contract/delivery';
import type { PipelineEvent } from '../lib/contract/events/schema-violations';
import type { NotifyStandIn } from '../lib/testing';
import { EventSource } from './aws/event-source';
import { urlAnswer, urlEvent, type UrlCall } from './aws/function-url';
import { MemoryBus } from './aws/memory-bus';
import type { MemoryQueue } from './aws/memory-queue';
import {
  callbacksFunction,
  pollFunction,
  releaseFunction,
  releaseScheduledFunction,
  sendFunction,
} from './embedded-functions';
import { openParts, pipelineId, type EmbeddedPartsSettings } from './embedded-parts';
import { Ledger } from './ledger';
import { openLetterPdfs } from './letter-pdfs';
import { publish } from './publish';
import { Schedule } from './schedule';

export interface EmbeddedPipelineSettings extends EmbeddedPartsSettings {
  /** What Notify does by itself, and when: it moves messages on, and calls the URL for receipts. */
  readonly standIn: Pick<NotifyStandIn, 'nextDueAt' | 'settle'>;
  /** The bearer token of Notify's callbacks. */
  readonly callbackToken: string;
  /** Gets every event, as a rule on the event bus would. */
  readonly onEvent: (event: PipelineEvent) => void;
}

interface PublishOptions {
  readonly urgent?: boolean;
  readonly traceHeader?: string;
}

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
  const { shape, clock, monitor, standIn, callbackToken, onEvent } = given;
  const parts = await openParts(given);
  const { common, queues, sqs, urls, tables, table, stream, blobs, bucketName, hashKey, scheduled } = parts;
  const ledger = new Ledger();
  const send = sendFunction(parts);
  const sources = [
    new EventSource(queues.urgentQueue, shape.sendingUrgent, send, clock),
    new EventSource(queues.queue, shape.sending, send, clock),
  ];
  const interval = shape.pollIntervalSeconds * 1000;
  const schedule = new Schedule(interval, {
    poll: pollFunction(parts, interval),
    release: releaseFunction(parts),
    releaseScheduled: releaseScheduledFunction(parts),
  });
  const bus = new MemoryBus(onEvent);
  const everyChange = new MemoryBus((event) => ledger.enter(event));
  const receipts = callbacksFunction(parts, { callbackToken, bus });
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
    aws: { sqs, urls, queues, table, endpoint: tables.endpoint, blobs, bucketName, hashKey },
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
    find: (deliveryId: string) => common.store.find(deliveryId),
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
