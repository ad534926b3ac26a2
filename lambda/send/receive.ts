import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import { metrics } from '../../lib/contract/metrics';
import type { RateLimiter } from '../shared/rate-limit/rate-limiter';
import type { MessageQueues, Monitor, ReadAttempts } from '../shared/ports';
import { eachRecord } from '../shared/each-record';
import { isPassingFault } from '../shared/passing-fault';
import { errorName } from '../shared/own-error';
import type { Abandon } from './abandon';
import { AwaitedBatch, type AwaitedBatchDependencies } from './awaited-batch';
import { noBudget, type TextBudget } from './text-budget';
import type { ReadingProgress } from './reading-progress';
import { faultsOf, originalMessageId } from './delivery-record';

export interface SendReceiverDependencies {
  readonly send: (record: SQSRecord, progress: ReadingProgress) => Promise<unknown>;
  readonly abandon: Abandon;
  readonly store: AwaitedBatchDependencies['store'];
  readonly readings: ReadAttempts;
  readonly queues: MessageQueues;
  readonly rateLimiter: Pick<RateLimiter, 'expect'>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly monitor: Monitor;
  /** What text messages cost, put on record when a batch is over. @default nobody counts it */
  readonly textBudget?: Pick<TextBudget, 'record'>;
}

interface Reading {
  readonly begin: () => Promise<number>;
  readonly end: () => Promise<void>;
}

/** How long a message is left alone when something of ours failed, in milliseconds. */
const afterFault = 120_000;
/** How often something in a message may make the code fail before it is given up. */
const mostFaults = 5;
/** From so many receives on it is noted who begins to read a message. SQS counts a receive that no answer followed. */
const watchedReceives = 5;
/** After so many receives it is not read once more, if this many began and never ended. */
const mostReceives = 8;
const mostDeaths = 3;

/**
 * Hands each message of a batch to `send`, all at once. One that could not be handled is put back as a new message, and
 * none brings back its neighbours. Where AWS failed, that is no fault of the message and is not counted; what something in
 * it brings about again and again is counted on the message itself, which ends as a dead letter with a reason and a record.
 * Only what cannot even be put back stays where it is.
 */
export function createReceiver(dependencies: SendReceiverDependencies) {
  const { send, abandon, store, readings, queues, rateLimiter, clock, monitor, textBudget = noBudget } = dependencies;

  const handle = async (record: SQSRecord, awaitedBatch: AwaitedBatch): Promise<void> => {
    let body: string | undefined;
    const reading = watch(record);
    try {
      await readAndSend(record, reading, {
        onBody: (read) => (body = read),
        onRecorded: reading.end,
        awaitedBatch,
      }).finally(() => awaitedBatch.handled(record));
    } catch (error) {
      monitor.count(metrics.names.fault);
      monitor.error('a message is not handled; we try again', error, { message_id: record.messageId });
      await putBack(record, body, error);
    }
    await reading.end();
  };

  async function readAndSend(record: SQSRecord, reading: Reading, progress: ReadingProgress): Promise<void> {
    if ((await reading.begin()) >= mostDeaths && receivesOf(record) >= mostReceives) {
      const reason = `it was read ${receivesOf(record)} times, and no run that began to read it finished`;
      return abandon(record, undefined, reason);
    }
    await send(record, progress);
  }

  async function putBack(record: SQSRecord, body: string | undefined, fault: unknown): Promise<void> {
    const faults = faultsOf(record) + (isPassingFault(fault) ? 0 : 1);
    if (faults >= mostFaults && !isPassingFault(fault)) {
      try {
        const reason = `it made the pipeline fail ${faults} times; the last time: ${errorName(fault)}`;
        return await abandon(record, body, reason);
      } catch (error) {
        monitor.error('a message is not moved to the dead letters; we try again', error, {
          message_id: record.messageId,
        });
      }
    }
    await queues.requeue(record, clock.now() + afterFault, faults);
  }

  /** Of a message that was received often it is noted who begins to read it, and that they came to an end. */
  function watch(record: SQSRecord): Reading {
    const id = originalMessageId(record);
    let isOpen = false;
    return {
      begin: async () => {
        if (receivesOf(record) < watchedReceives) return 0;
        isOpen = true;
        return readings.begin(id, clock.now());
      },
      end: async () => {
        if (!isOpen) return;
        isOpen = false;
        await readings.end(id, clock.now());
      },
    };
  }

  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const [first] = event.Records;
    if (first) rateLimiter.expect(event.Records.length, queues.isUrgent(first));
    const batch = new AwaitedBatch({ store, clock }, event.Records.length);
    const response = await eachRecord((record) => handle(record, batch))(event);
    await textBudget.record();
    return response;
  };
}

const receivesOf = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);
