import { createScheduledReleaser } from '../../lambda/release-scheduled/release-scheduled';
import type { ScheduledMessage } from '../../lambda/shared/schedule/schedule-store';
import { deliveryId } from '../../lib/contract/identity';
import { hour, minute, second } from '../../lib/contract/time';
import { ClockInTest } from '../../test/fakes/clock-in-test';
import { MemoryHoldStore } from '../../test/fakes/memory-holds';
import { MemoryReleaseCheckpoint } from '../../test/fakes/memory-release-checkpoint';
import { MemorySchedule } from '../../test/fakes/memory-schedule';
import { PacedQueue } from './paced-queue';
import { silence } from '../../local/silence';

/** What Notify takes in a second. */
const rate = 48;
const start = Date.parse('2026-03-02T09:00:00Z');
/** What a call of AWS takes, in milliseconds. */
const call = 10;

/** Messages that are due together, by what they are called. */
export interface ScheduledLoad {
  readonly called: string;
  readonly count: number;
  /** Milliseconds from the start. */
  readonly due: number;
}

export interface Lateness {
  readonly called: string;
  readonly messages: number;
  /** The most that any was late: on its queue, and at Notify. In seconds. */
  readonly onQueue: number;
  readonly atNotify: number;
  /** From when they were due until the last was sent. */
  readonly perSecond: number;
}

/** Runs the function every minute on a virtual clock, before one queue that is emptied in order at the pace of Notify. */
export async function lateness(all: readonly ScheduledLoad[], hours: number): Promise<readonly Lateness[]> {
  const clock = new ClockInTest(start - 2 * minute);
  const schedule = new MemorySchedule();
  const names = new Map<string, string>();
  let number = 0;
  for (const { called, count, due } of all) {
    for (let one = 0; one < count; one += 1) {
      const id = deliveryId('bench', String((number += 1)));
      names.set(id, called);
      await schedule.put({ deliveryId: id, place: 'email', due: start + due, body: '', attributes: {} });
    }
  }
  const seen = new Map<string, { count: number; onQueue: number; atNotify: number }>();
  const queue = new PacedQueue<ScheduledMessage>(rate, clock.now(), ({ deliveryId: id, due }, at) => {
    const name = names.get(id) ?? '';
    const { count = 0, onQueue = 0, atNotify = 0 } = seen.get(name) ?? {};
    seen.set(name, { count: count + 1, onQueue, atNotify: Math.max(atNotify, (at - due) / second) });
  });
  const run = createScheduledReleaser({
    store: schedule,
    checkpoints: new MemoryReleaseCheckpoint(),
    queues: {
      send: async (messages) => {
        // Ten batches are on their way at once, and their deletes come after them.
        clock.moveBy(2 * call * Math.ceil(messages.length / 100));
        for (const message of messages) {
          const visible = Math.max(message.due, clock.now());
          queue.send(message, visible);
          const name = names.get(message.deliveryId) ?? '';
          const { count = 0, onQueue = 0, atNotify = 0 } = seen.get(name) ?? {};
          seen.set(name, { count, onQueue: Math.max(onQueue, (visible - message.due) / second), atNotify });
        }
        return messages;
      },
      backlog: async () => {
        clock.moveBy(call);
        queue.advanceTo(clock.now());
        return queue.size;
      },
    },
    holds: new MemoryHoldStore(),
    clock,
    monitor: silence,
    rate,
    within: 48_000,
  });
  for (let next = clock.now(); next < start + hours * hour; next += minute) {
    clock.moveTo(Math.max(clock.now(), next));
    await run();
  }
  queue.advanceTo(clock.now() + minute);
  return [...seen].map(([called, { count, onQueue, atNotify }]) => ({
    called,
    messages: count,
    onQueue,
    atNotify,
    perSecond: count / Math.max(1, atNotify),
  }));
}
