import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import { md5Of, type MemoryQueue, type ReceivedMessage } from './memory-queue';

export interface EventSourceSettings {
  readonly batchSize: number;
  readonly maxConcurrency: number;
  /** For how long a batch that is not full waits for more messages. */
  readonly windowSeconds: number;
}

/**
 * Hands batches of a queue to a function, as Lambda's event source mapping does with partial batch responses: what the
 * function does not name as failed leaves the queue.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export class EventSource {
  readonly #queue: MemoryQueue;
  readonly #settings: EventSourceSettings;
  readonly #handler: (event: SQSEvent) => Promise<SQSBatchResponse>;
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #running = new Set<Promise<void>>();

  constructor(
    queue: MemoryQueue,
    settings: EventSourceSettings,
    handler: (event: SQSEvent) => Promise<SQSBatchResponse>,
    clock: Pick<Clock, 'sleep'>,
  ) {
    this.#queue = queue;
    this.#settings = settings;
    this.#handler = handler;
    this.#clock = clock;
  }

  get queue(): MemoryQueue {
    return this.#queue;
  }

  /** Invocations that have begun and not ended. */
  get running(): ReadonlySet<Promise<void>> {
    return this.#running;
  }

  /** Starts as many invocations as there are messages for, within the concurrency allowed. */
  start(): void {
    while (this.#running.size < this.#settings.maxConcurrency) {
      const batch = this.#queue.receive(this.#settings.batchSize);
      if (batch.length === 0) return;
      const invocation = this.#invoke(batch).finally(() => this.#running.delete(invocation));
      this.#running.add(invocation);
    }
  }

  async #invoke(first: readonly ReceivedMessage[]): Promise<void> {
    const batch = await this.#gather(first);
    const response = await this.#handler({ Records: batch.map((message) => this.#record(message)) }).catch(
      () => 'failed',
    );
    if (typeof response === 'string') return;
    const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId, receiptHandle } of batch) if (!failed.has(messageId)) this.#queue.delete(receiptHandle);
  }

  /** What is gathered is out of sight meanwhile, as at Lambda. */
  async #gather(first: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]> {
    const { batchSize, windowSeconds } = this.#settings;
    if (windowSeconds === 0 || first.length === batchSize) return first;
    await this.#clock.sleep(windowSeconds * 1000);
    return [...first, ...this.#queue.receive(batchSize - first.length)];
  }

  #record(message: ReceivedMessage): SQSRecord {
    return {
      messageId: message.messageId,
      receiptHandle: message.receiptHandle,
      body: message.body,
      md5OfBody: md5Of(message.body),
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
        SentTimestamp: String(message.sentAt),
        SenderId: 'AIDAEMBEDDED',
        ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
        ...(message.traceHeader === undefined ? {} : { AWSTraceHeader: message.traceHeader }),
      },
      messageAttributes: message.attributes,
      eventSource: 'aws:sqs',
      eventSourceARN: this.#queue.settings.arn,
      awsRegion: 'eu-west-2',
    };
  }
}
