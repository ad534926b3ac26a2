import type { Clock } from '../contract/clock';
import { inBatches } from './batches';
import { InvalidMessageError, type NotPublishedError } from './errors';
import type { MessageToPublish, Published } from './messages';
import type { Parcel } from './parcel';
import type { Post } from './post';

/** How far `sendAll` has come. */
export interface PublishProgress {
  /** How many messages are on the queue. */
  readonly published: number;
  /** How many messages were not published. */
  readonly failed: number;
}

/** What happened to one message of many. */
export type PublishResult =
  /** `index` is its place among all, from 0. */
  | ({ readonly index: number; readonly ok: true } & Published)
  | { readonly index: number; readonly ok: false; readonly error: InvalidMessageError | NotPublishedError };

/**
 * How `sendAll` works.
 *
 * @example
 * await publisher.sendAll(reminders(), { concurrency: 8 });
 */
export interface SendAllOptions {
  /** How many batches are on their way at the same time. A whole number, at least 1. @default 4 */
  readonly concurrency?: number | undefined;
  /**
   * Called after every batch, and awaited.
   *
   * @default - nothing is called
   */
  readonly onProgress?: ((progress: PublishProgress) => unknown) | undefined;
  /**
   * Called with what happened to each message, in no order, and awaited before the next batch.
   *
   * @default - nothing is called
   */
  readonly onResult?: ((result: PublishResult) => void | Promise<void>) | undefined;
}

/** What happened to many messages. */
export interface SendAllResult extends PublishProgress {
  /** The first hundred that failed. `onResult` gets all. */
  readonly failures: readonly (PublishResult & { ok: false })[];
}

interface Item {
  readonly index: number;
  readonly parcel: Parcel;
}

interface SendAllDependencies {
  readonly packed: (message: MessageToPublish) => Parcel;
  readonly post: Post;
  readonly clock: Pick<Clock, 'sleep'>;
}

const mostFailures = 100;

/** Packs, batches and posts message by message, so that none is in memory before its turn or after it. */
export async function sendAll(
  messages: Iterable<MessageToPublish> | AsyncIterable<MessageToPublish>,
  { packed, post, clock }: SendAllDependencies,
  { concurrency = 4, onProgress, onResult }: SendAllOptions,
): Promise<SendAllResult> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`concurrency must be a whole number and at least 1, got ${concurrency}: choose another`);
  }
  const failures: (PublishResult & { ok: false })[] = [];
  let published = 0;
  let failed = 0;
  let broken: { readonly error: unknown } | undefined;

  const tell = async (result: PublishResult): Promise<void> => {
    if (result.ok) published += 1;
    else failed += 1;
    if (!result.ok && failures.length < mostFailures) failures.push(result);
    await onResult?.(result);
  };

  /** Ends where the source breaks off, so that what it gave before is published. */
  async function* unbroken(): AsyncGenerator<MessageToPublish> {
    try {
      yield* messages;
    } catch (error) {
      broken = { error };
    }
  }

  async function* parcels(): AsyncGenerator<Item> {
    let index = -1;
    for await (const message of unbroken()) {
      index += 1;
      try {
        yield { index, parcel: packed(message) };
      } catch (error) {
        if (!(error instanceof InvalidMessageError)) throw error;
        await tell({ index, ok: false, error });
      }
    }
  }

  const batches = inBatches(parcels(), clock);
  /** Several of these share the batches: each takes the next when it is done with one. */
  const work = async (): Promise<void> => {
    for await (const batch of batches) {
      const errors = await post(batch.map(({ parcel }) => parcel));
      for (const [place, { index, parcel }] of batch.entries()) {
        const { deliveryId, idempotencyKey } = parcel;
        const error = errors[place];
        await tell(error ? { index, ok: false, error } : { index, ok: true, deliveryId, idempotencyKey });
      }
      await onProgress?.({ published, failed });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  if (broken) throw broken.error;
  return { published, failed, failures };
}
