import type { Clock } from '../../lib/contract/clock';
import { metrics } from '../../lib/contract/metrics';
import {
  advanceCheckpoint,
  type ReceivedTextsCheckpoint,
  type ReceivedTextsCheckpointStore,
} from '../shared/checkpoints/received-texts-checkpoint';
import { receivedTextEvent } from '../shared/incoming/received-text-event';
import type { ReceivedText } from '../../lib/notify';
import type { Monitor, NotifySource } from '../shared/ports';
import type { PublishOnce } from '../shared/incoming/publish-once';
import { lookBack } from './look-back';
import { iso } from '../../lib/contract/time';

export interface ReceivedTextsDependencies {
  readonly checkpoints: ReceivedTextsCheckpointStore;
  readonly publishOnce: PublishOnce;
  readonly notify: NotifySource;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}

interface Run {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly errors: unknown[];
}

/** A text may come to light this long after one that Notify received later, and clocks differ. */
const slack = 2 * 60_000;
/** How long a run may take, in milliseconds: less than the function's time-out. */
const within = 40_000;
/** How many are published at the same time. */
const atOnce = 10;
/** When so many cannot be published, it is not because of them: the rest waits for the next run. */
const tooMany = 10;

/**
 * Publishes events for the texts that people sent to the service and that were not published yet, however long ago the last run was. With
 * nothing new it asks Notify once and writes nothing. A text that cannot be published does not keep the others.
 */
export function createReceivedTextsPoller({
  checkpoints,
  publishOnce,
  notify,
  clock,
  monitor,
  pipelineId,
}: ReceivedTextsDependencies) {
  return async (): Promise<void> => {
    const run: Run = { deadline: clock.now() + within, errors: [] };
    let checkpoint = await checkpoints.read();
    let hasMore = true;
    while (hasMore && clock.now() < run.deadline && run.errors.length < tooMany) {
      const next = await goOn(checkpoint, run);
      // What an earlier run was cut short in comes first, and then what came since.
      hasMore = checkpoint.open !== undefined || next.open !== undefined;
      checkpoint = next;
    }
    if (run.errors.length > 0) throw run.errors[0];
  };

  async function goOn(checkpoint: ReceivedTextsCheckpoint, run: Run): Promise<ReceivedTextsCheckpoint> {
    const now = clock.now();
    const terms = { below: checkpoint.open?.below, after: checkpoint.upTo, until: (now + run.deadline) / 2 };
    const { texts, unreadable, below } = await lookBack(await notify.current(), terms, clock);
    if (unreadable > 0) monitor.count(metrics.names.unreadable, unreadable);
    const unpublished = await publishAll(texts, run);
    if (run.errors.length >= tooMany) return checkpoint;
    const received = texts.map(({ created_at }) => created_at);
    const next = advanceCheckpoint(checkpoint, { received, unpublished, below }, iso(now - slack));
    if (!isSame(next, checkpoint)) await checkpoints.write(next);
    return next;
  }

  /** Answers when the oldest of those was received that are not published for certain. */
  async function publishAll(texts: readonly ReceivedText[], { deadline, errors }: Run): Promise<string | undefined> {
    let unpublished: string | undefined;
    for (let start = 0; start < texts.length; start += atOnce) {
      const some = texts.slice(start, start + atOnce);
      if (clock.now() >= deadline || errors.length >= tooMany) return unpublished ?? some[0]?.created_at;
      const done = await Promise.all(some.map((text) => publish(text, errors)));
      unpublished ??= some.find((_, place) => !done[place])?.created_at;
    }
    return unpublished;
  }

  async function publish(text: ReceivedText, errors: unknown[]): Promise<boolean> {
    try {
      const result = await publishOnce(receivedTextEvent(text, pipelineId));
      if (result === 'published') monitor.count(metrics.names.textReceived);
      return result !== 'being published';
    } catch (error) {
      monitor.error('a received text could not be published; we try again at the next run', error, {
        text_id: text.id,
      });
      errors.push(error);
      return false;
    }
  }
}

const isSame = (a: ReceivedTextsCheckpoint, b: ReceivedTextsCheckpoint): boolean =>
  a.upTo === b.upTo && a.open?.below === b.open?.below && a.open?.upTo === b.open?.upTo;
