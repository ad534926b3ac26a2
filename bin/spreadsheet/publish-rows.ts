import {
  NotPublishedError,
  type MessageToPublish,
  type NotifyPublisher,
  type PublishProgress,
  type PublishResult,
} from '../../lib/publisher';
import { cannotAtAws } from '../commands/cannot-at-aws';
import type { CheckedRow } from './spreadsheet';

/** A row that did not reach the queue. */
export interface UnpublishedRow {
  readonly line: number;
  readonly reason: string;
}

export interface PublishedRows extends PublishProgress {
  /** The first hundred rows that did not reach the queue. */
  readonly unpublished: readonly UnpublishedRow[];
  /** Why the rows broke off before their end, if they did. */
  readonly brokenOff?: string;
}

const mostTold = 100;
/** So many that fail before one is published are the queue's fault, not theirs. More than are on their way at once. */
const hopeless = 100;

/**
 * Publishes the rows that nothing is wrong with, as they are read.
 * @param stop ends it before the next row, when those on their way are published
 * @throws Error when none was published: the queue takes none of them, which is found out after a hundred, or the rows
 * cannot be read
 */
export async function publishRows(
  publisher: Pick<NotifyPublisher, 'sendAll'>,
  rows: AsyncIterable<CheckedRow>,
  onProgress: (progress: PublishProgress) => void,
  stop?: AbortSignal,
): Promise<PublishedRows> {
  /** Of those on their way, by their place among all. */
  const lines = new Map<number, number>();
  const unpublished: UnpublishedRow[] = [];
  let published = 0;
  let failed = 0;
  let refused: NotPublishedError | undefined;

  async function* messages(): AsyncGenerator<MessageToPublish> {
    let index = 0;
    for await (const { line, message } of rows) {
      if (stop?.aborted) return;
      if (!message) continue;
      lines.set(index, line);
      index += 1;
      yield message;
    }
  }

  const onResult = (result: PublishResult): void => {
    const line = lines.get(result.index) ?? 0;
    lines.delete(result.index);
    if (result.ok) {
      published += 1;
      return;
    }
    if (result.error instanceof NotPublishedError) refused = result.error;
    if (unpublished.length < mostTold) unpublished.push({ line, reason: result.error.message });
    failed += 1;
    if (published === 0 && failed >= hopeless) throw takesNone(refused);
  };

  try {
    await publisher.sendAll(messages(), { onProgress, onResult });
  } catch (error) {
    // What is on the queue by now is reported, whatever happens to the file.
    if (published === 0 || !(error instanceof Error)) throw error;
    return { published, failed, unpublished, brokenOff: error.message };
  }
  if (published === 0 && refused) throw takesNone(refused);
  return { published, failed, unpublished };
}

const takesNone = (refused: NotPublishedError | undefined): Error =>
  cannotAtAws(
    'the queue accepts no message',
    refused?.cause ?? refused,
    'check its URL, the region and the credentials',
  );
