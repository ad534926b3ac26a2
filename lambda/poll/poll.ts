import { channels, type Channel } from '../../lib/contract/message';
import type { PollCheckpointStore } from '../shared/checkpoints/poll-checkpoint';
import type { NotifySource } from '../shared/ports';
import { AwaitedWindow } from './awaited-window';
import { createStatusLookup, type StatusLookupDependencies } from './status-lookup';
import { CheckpointWriter } from './checkpoint-writer';
import { ListsInRound } from './lists-in-round';
import { roundsDue, type DueRound } from './rounds';
import { reconcile } from './reconcile';
import { iso, minute, second } from '../../lib/contract/time';

export interface PollDependencies extends Omit<StatusLookupDependencies, 'lists'> {
  readonly checkpoints: PollCheckpointStore;
  readonly notify: NotifySource;
  /** Milliseconds between two runs. */
  readonly interval: number;
}

/** How long a run takes at most before it lets the next one go on, in milliseconds, the last calls of Notify left out. */
const longest = 4 * minute;
/** What those calls may take: when a run is over by that much, the function was killed. */
const lastCalls = minute;
/** Deliveries are read from the index so many at once. */
const pageSize = 1000;

/**
 * Asks Notify what happened to the messages whose status is awaited, by pages, newest first. A channel or a message of
 * which Notify does not know does not delay the others. When nothing is awaited it asks the table once for each channel,
 * and Notify nothing.
 */
export function createPoller({ checkpoints, notify, interval, ...inquiring }: PollDependencies) {
  const { store, clock, monitor } = inquiring;
  const within = Math.min(longest, interval - 10 * second);

  return async (): Promise<void> => {
    const until = clock.now() + within;
    const ended = await Promise.allSettled(channels.map((channel) => poll(channel, until)));
    const failed = ended.flatMap((end, place) => (end.status === 'rejected' ? [{ ...end, place }] : []));
    for (const { place, reason } of failed) {
      monitor.error('outcomes not known; we ask again at the next run', reason, { channel: channels[place] });
    }
    if (failed[0]) throw failed[0].reason;
  };

  async function poll(channel: Channel, until: number): Promise<void> {
    const now = clock.now();
    const oldest = await oldestAwaited(channel, now);
    if (oldest === undefined) return;
    const seen = await checkpoints.read(channel);
    // A time that no run can have set is that of a clock that was wrong.
    if (seen.busy_until > now && seen.busy_until <= now + longest + lastCalls) return;
    const due = roundsDue(channel, seen, oldest, now);
    if (due.length === 0) return;

    const writer = await CheckpointWriter.open({ channel, clock, store: checkpoints }, seen, until + lastCalls);
    if (!writer) return;
    try {
      for (const round of due) if (!(await goThrough(channel, round, writer, until))) break;
    } finally {
      await writer.close();
    }
  }

  /** Answers whether there is time for more. */
  async function goThrough(
    channel: Channel,
    round: DueRound,
    writer: CheckpointWriter,
    until: number,
  ): Promise<boolean> {
    const { tier, began, from, to, start } = round;
    const awaited = new AwaitedWindow(store.awaited(channel, from, to, { order: 'newest first', pageSize }));
    if ((await awaited.newest()) === undefined) return writer.record(tier, { began });

    const lists = new ListsInRound(store);
    const lookup = createStatusLookup(await notify.current(), channel, { ...inquiring, lists });
    const isOver = await reconcile(awaited, start, {
      ...lookup,
      checkpoint: async (reached, olderThan) => {
        const older = olderThan === undefined ? {} : { older_than: olderThan };
        await lists.write(reached);
        const isOurs = await writer.record(tier, { began, reached, ...older });
        return isOurs && clock.now() < until;
      },
    }).finally(() => lists.write());
    return isOver && writer.record(tier, { began });
  }

  async function oldestAwaited(channel: Channel, now: number): Promise<string | undefined> {
    const all = store.awaited(channel, iso(0), iso(now), { pageSize: 1 });
    for await (const { sent_at } of all) return sent_at;
    return undefined;
  }
}
