import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../../lib/contract/clock';
import { mostInBatch, sendMessages, type MessageToSend } from './sqs-batches';

interface Waiting {
  readonly message: MessageToSend;
  readonly resolve: () => void;
  readonly reject: (fault: unknown) => void;
}

/** For so long a batch that is not full waits for the next message, in milliseconds. */
const longestWait = 100;

/**
 * Sends messages that are put aside one by one, those for one queue together: a batch of a mailing that a hold stops would
 * otherwise be as many calls as messages.
 */
export class CollectedSends {
  readonly #sqs: Pick<SQSClient, 'send'>;
  readonly #clock: Pick<Clock, 'sleep'>;
  /** What waits for its call, by the address of its queue. */
  readonly #open = new Map<string, Waiting[]>();

  constructor(sqs: Pick<SQSClient, 'send'>, clock: Pick<Clock, 'sleep'>) {
    this.#sqs = sqs;
    this.#clock = clock;
  }

  /** Resolves once SQS has the message. */
  send(queueUrl: string, message: MessageToSend): Promise<void> {
    return new Promise((resolve, reject) => {
      const batch = this.#open.get(queueUrl) ?? this.#begin(queueUrl);
      batch.push({ message, resolve, reject });
      if (batch.length === mostInBatch) void this.#close(queueUrl, batch);
    });
  }

  #begin(queueUrl: string): Waiting[] {
    const batch: Waiting[] = [];
    this.#open.set(queueUrl, batch);
    void this.#clock.sleep(longestWait).then(() => this.#close(queueUrl, batch));
    return batch;
  }

  async #close(queueUrl: string, batch: readonly Waiting[]): Promise<void> {
    // It was full before its time.
    if (this.#open.get(queueUrl) !== batch) return;
    this.#open.delete(queueUrl);
    const faults = await sendMessages(
      this.#sqs,
      queueUrl,
      batch.map(({ message }) => message),
    );
    for (const [place, { resolve, reject }] of batch.entries()) {
      if (faults[place] === undefined) resolve();
      else reject(faults[place]);
    }
  }
}
