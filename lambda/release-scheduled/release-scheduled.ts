import type { Clock } from '../../lib/contract/clock';
import { metrics } from '../../lib/contract/metrics';
import { places, scheduledTable, type Place } from '../../lib/contract/scheduled';
import { second } from '../../lib/contract/time';
import type { HoldStore, Stops } from '../shared/holds/hold-store';
import { isStopped } from '../shared/holds/stopped-until';
import type { Monitor } from '../shared/ports';
import type { DueQueues } from '../shared/schedule/due-queues';
import type { ReleaseCheckpointStore } from '../shared/schedule/release-checkpoint';
import type { ScheduleStore } from '../shared/schedule/schedule-store';
import { DuePart } from './due-part';
import { emptinessOf, latenessOf, takeInTurn, type Taken } from './due-parts';
import { advanced, checkpointFrom, minutesToRead } from './minutes-to-read';
import { QueueRoom } from './room';

export interface ReleaseScheduledDependencies {
  readonly store: Pick<ScheduleStore, 'read' | 'delete'>;
  readonly checkpoints: ReleaseCheckpointStore;
  readonly queues: DueQueues;
  readonly holds: Pick<HoldStore, 'read'>;
  readonly clock: Clock;
  readonly monitor: Monitor;
  /** How many messages are sent in a second. */
  readonly rate: number;
  /** How long one run may take, in milliseconds. */
  readonly within: number;
}

/** How long a run waits for room on the queue, in milliseconds. */
const breath = 2 * second;
/** So many parts of minutes are read at once. */
const readsAtOnce = 32;

const shards = Array.from({ length: scheduledTable.shards }, (_, shard) => shard);

/**
 * Puts scheduled messages on their queues once they are due: the urgent ones at once, of the others as many as can be sent
 * soon, from each due minute in turn. So what falls due beside a million others does not wait for them.
 */
export function createScheduledReleaser(dependencies: ReleaseScheduledDependencies): () => Promise<void> {
  const { store, checkpoints, queues, holds, clock, monitor, rate, within } = dependencies;

  return async () => {
    const began = clock.now();
    const [stops, known, counted] = await Promise.all([holds.read(), checkpoints.read(), queues.backlog()]);
    const checkpoint = checkpointFrom(known, began);
    const toRead = minutesToRead(checkpoint, (place) => isPlaceStopped(stops, place, began), began);
    const parts = toRead.flatMap((one) => shards.map((shard) => new DuePart(store, one, shard)));
    // The newest first: however many minutes are behind, what falls due now is not late.
    await readPages(parts.toReversed(), began + within / 2);
    const room = new QueueRoom(rate, counted, began);
    const released = (await releaseUrgent(parts)) + (await releaseOthers(parts, room, began + within));
    if (released > 0) monitor.info('scheduled messages released', { messages: released });
    const reached = advanced(checkpoint, emptinessOf(parts), began);
    if (places.some((place) => reached[place] !== known[place])) await checkpoints.write(reached);
    monitor.measure(metrics.names.scheduledLate, released < room.least ? latenessOf(parts, clock.now()) : 0);
  };

  /** One that cannot be read keeps none of the others: the next run reads it. */
  async function readPages(parts: readonly DuePart[], until = Infinity): Promise<void> {
    const waiting = parts.values();
    const work = async (): Promise<void> => {
      for (const part of waiting) {
        if (clock.now() >= until) return;
        await part.read().catch((error: unknown) => {
          part.leave();
          monitor.count(metrics.names.fault);
          monitor.error('the scheduled messages of a minute cannot be read; we try again at the next run', error);
        });
      }
    };
    await Promise.all(Array.from({ length: readsAtOnce }, work));
  }

  async function releaseUrgent(parts: readonly DuePart[]): Promise<number> {
    const urgent = parts.filter(({ isUrgent }) => isUrgent);
    if (urgent.length === 0) return 0;
    const released = await move(urgent.flatMap((part) => part.takeUrgent().map((message) => ({ part, message }))));
    await readPages(urgent.filter(({ hasMore }) => hasMore));
    return released + (await releaseUrgent(urgent));
  }

  async function releaseOthers(parts: readonly DuePart[], room: QueueRoom, end: number): Promise<number> {
    let released = 0;
    for (let open = withMore(parts); open.length > 0 && clock.now() < end; open = withMore(open)) {
      const free = room.free(await queues.backlog(), clock.now());
      const moved = free > 0 ? await move(takeInTurn(open, free)) : 0;
      room.add(moved);
      released += moved;
      await readPages(withMore(open), end);
      if (moved === 0) await clock.sleep(breath);
    }
    return released;
  }

  /** Puts messages on their queues, then deletes those that are there: better twice on a queue than on none. */
  async function move(taken: readonly Taken[]): Promise<number> {
    const sent = new Set(await queues.send(taken.map(({ message }) => message)));
    for (const { part, message } of taken) if (!sent.has(message)) part.leave();
    try {
      await store.delete([...sent].map(({ key }) => key));
    } catch (error) {
      for (const { part } of taken) part.leave();
      monitor.count(metrics.names.fault);
      monitor.error('released messages not deleted; they are released again, but sent once', error);
    }
    return sent.size;
  }
}

const withMore = (parts: readonly DuePart[]): readonly DuePart[] => parts.filter(({ hasMore }) => hasMore);

const isPlaceStopped = (stops: Stops, place: Place, now: number): boolean =>
  place === '!urgent' ? stops.holds.some(({ scope }) => scope === 'everything') : isStopped(stops, place, now);
