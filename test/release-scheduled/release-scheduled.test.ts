import { createScheduledReleaser } from '../../lambda/release-scheduled/release-scheduled';
import { holdEverything, holdUntilMidnight } from '../../lambda/shared/holds/hold';
import type { DueMessage, ScheduleStore } from '../../lambda/shared/schedule/schedule-store';
import { minuteOf, places } from '../../lib/contract/scheduled';
import { day, hour, minute, second } from '../../lib/contract/time';
import { ClockInTest } from '../fakes/clock-in-test';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { MemoryReleaseCheckpoint } from '../fakes/memory-release-checkpoint';
import { MemorySchedule } from '../fakes/memory-schedule';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { noon } from '../shared/deliveries/deliveries';
import { aScheduled } from '../shared/schedule/schedule-store-contract';

const rate = 48;
const byNumber = (one: number, other: number): number => one - other;

/** The function on a clock that is moved by hand, before a queue that is emptied at the pipeline's rate. */
function open({ schedule = new MemorySchedule(), checkpoints = new MemoryReleaseCheckpoint() } = {}) {
  const clock = new ClockInTest(noon);
  const holds = new MemoryHoldStore();
  const monitor = new RecordingMonitor();
  const released: { readonly message: DueMessage; readonly at: number }[] = [];
  const state = { waiting: 0, drainedAt: noon, refuses: (_message: DueMessage): boolean => false, drains: true };
  const drain = (): void => {
    if (state.drains) state.waiting = Math.max(0, state.waiting - ((clock.now() - state.drainedAt) / second) * rate);
    state.drainedAt = clock.now();
  };
  const run = createScheduledReleaser({
    store: schedule,
    checkpoints,
    queues: {
      send: async (messages) => {
        drain();
        const taken = messages.filter((message) => !state.refuses(message));
        released.push(...taken.map((message) => ({ message, at: clock.now() })));
        state.waiting += taken.filter(({ place }) => place !== '!urgent').length;
        return taken;
      },
      backlog: async () => {
        drain();
        return Math.round(state.waiting);
      },
    },
    holds,
    clock,
    monitor,
    rate,
    within: 48_000,
  });
  /** Runs every minute until then. */
  const runUntil = async (end: number): Promise<void> => {
    for (let next = clock.now(); next <= end; next += minute) {
      clock.moveTo(Math.max(clock.now(), next));
      await run();
    }
  };
  const numbers = (): number[] =>
    released.map(({ message }) => (JSON.parse(message.body) as { number: number }).number);
  return { schedule, checkpoints, clock, holds, monitor, released, state, run, runUntil, numbers };
}

const put = async (schedule: ScheduleStore, count: number, terms: Parameters<typeof aScheduled>[1], from = 0) => {
  for (let number = from; number < from + count; number += 1) await schedule.put(aScheduled(number, terms));
};

describe('release of scheduled messages', () => {
  it('a message is put on its queue in the minute before that when it is due, once, and not earlier', async () => {
    const { schedule, runUntil, released } = open();
    await put(schedule, 1, { due: noon + 10 * minute + 30 * second });
    await runUntil(noon + 8 * minute);
    expect(released).toEqual([]);
    await runUntil(noon + 20 * minute);
    expect(released.map(({ at }) => at)).toEqual([noon + 9 * minute]);
  });

  it('urgent messages go first, and however full the queue is', async () => {
    const { schedule, run, state, numbers } = open();
    state.waiting = 100_000;
    state.drains = false;
    await put(schedule, 2000, { due: noon });
    await put(schedule, 60, { due: noon, place: '!urgent' }, 5000);
    await run();
    expect(numbers().slice(0, 60).sort(byNumber)).toEqual(Array.from({ length: 60 }, (_, place) => 5000 + place));
  });

  it('in a run as much goes on a full queue as is sent in twenty seconds, so that nothing due waits for a mailing', async () => {
    const { schedule, run, state, released } = open();
    state.waiting = 100_000;
    state.drains = false;
    await put(schedule, 3000, { due: noon });
    await run();
    expect(released).toHaveLength(rate * 20);
  });

  it('what falls due beside a great many is at most a minute late, and these are drained at the pace of Notify', async () => {
    const { schedule, runUntil, released } = open();
    await put(schedule, 30_000, { due: noon });
    for (let number = 1; number <= 20; number += 1) {
      await put(schedule, 10, { due: noon + number * minute, place: 'sms' }, 100_000 + number * 10);
    }
    await runUntil(noon + 20 * minute);
    const texts = released.filter(({ message }) => message.place === 'sms');
    expect(texts).toHaveLength(200);
    for (const { message, at } of texts) expect(at - message.due).toBeLessThanOrEqual(minute);
    const others = released.filter(({ message }) => message.place === 'email');
    const time = ((others.at(-1)?.at ?? 0) - noon) / second;
    expect(others).toHaveLength(30_000);
    expect(others.length / time).toBeGreaterThan(rate * 0.95);
    expect(others.length / time).toBeLessThan(rate * 1.1);
  });

  it('what a hold stops stays in the table, and goes when the hold is over, while other lanes go on', async () => {
    const { schedule, holds, runUntil, numbers, clock } = open();
    await holds.place(holdUntilMidnight('email', 'the daily limit', noon), noon);
    await put(schedule, 3, { due: noon + minute });
    await put(schedule, 3, { due: noon + minute, place: 'sms' }, 10);
    await put(schedule, 3, { due: noon + hour, place: 'sms' }, 20);
    await runUntil(noon + 2 * hour);
    expect(numbers().sort(byNumber)).toEqual([10, 11, 12, 20, 21, 22]);
    await runUntil(noon + 12 * hour + 2 * minute);
    expect(numbers().sort(byNumber)).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22]);
    expect(clock.now()).toBeLessThan(noon + 13 * hour);
  });

  it('what has been stopped for a week goes to the queue all the same, so that its payload is refreshed', async () => {
    const { schedule, holds, clock, run, numbers } = open();
    await run();
    await holds.place({ ...holdEverything('the key is refused', noon), until: noon + 30 * day }, noon);
    await put(schedule, 2, { due: noon + minute });
    clock.moveTo(noon + 6 * day);
    await run();
    expect(numbers()).toEqual([]);
    clock.moveTo(noon + 7 * day + 2 * minute);
    await run();
    expect(numbers().sort(byNumber)).toEqual([0, 1]);
  });

  it('a pipeline that was switched off for two days releases what fell due meanwhile', async () => {
    const { schedule, clock, run, numbers } = open();
    await run();
    await put(schedule, 2, { due: noon + hour });
    await put(schedule, 2, { due: noon + 2 * day }, 10);
    clock.moveTo(noon + 2 * day);
    await run();
    expect(numbers().sort(byNumber)).toEqual([0, 1, 10, 11]);
  });

  it('a run that finds nothing reads the minutes from five ago until the next, in each of their parts', async () => {
    const schedule = new MemorySchedule();
    const read = jest.spyOn(schedule, 'read');
    const { run, clock } = open({ schedule });
    await run();
    clock.moveBy(minute);
    read.mockClear();
    await run();
    const minutes = new Set(read.mock.calls.map(([query]) => query.minute));
    expect([...minutes].sort()).toEqual(
      Array.from({ length: 8 }, (_, number) => minuteOf(clock.now() + (number - 6) * minute)),
    );
    expect(read).toHaveBeenCalledTimes(32);
  });
});

describe('release of scheduled messages: failures', () => {
  it('a message that the queue does not take stays in the table, counts as late, and goes with the next run', async () => {
    const { schedule, clock, run, state, numbers, monitor } = open();
    await put(schedule, 5, { due: noon - 10 * minute });
    state.refuses = ({ body }) => body.includes('3');
    await run();
    expect(numbers()).not.toContain(3);
    expect(monitor.measured).toEqual([{ metric: 'ScheduledLate', value: 9 * 60 }]);
    state.refuses = () => false;
    clock.moveBy(20 * minute);
    await run();
    expect(numbers()).toContain(3);
    expect(monitor.measured.at(-1)).toEqual({ metric: 'ScheduledLate', value: 0 });
  });

  it('a minute that cannot be read does not stop the others, and is read by the next run', async () => {
    const schedule = new MemorySchedule();
    await put(schedule, 1, { due: noon - 5 * minute });
    await put(schedule, 1, { due: noon }, 1);
    const read = schedule.read.bind(schedule);
    jest.spyOn(schedule, 'read').mockImplementation(async (query) => {
      if (query.minute === '2026-03-02T11:55') throw new Error('throttled');
      return read(query);
    });
    const { run, clock, numbers, monitor } = open({ schedule });
    await run();
    expect(numbers()).toEqual([1]);
    expect(monitor.counts['Fault']).toBe(4);
    jest.restoreAllMocks();
    clock.moveBy(30 * minute);
    await run();
    expect(numbers()).toEqual([1, 0]);
  });

  it('what cannot be deleted is released again: better twice on a queue than on none', async () => {
    const schedule = new MemorySchedule();
    await put(schedule, 1, { due: noon });
    jest.spyOn(schedule, 'delete').mockRejectedValueOnce(new Error('throttled'));
    const { run, clock, numbers, monitor } = open({ schedule });
    await run();
    clock.moveBy(10 * minute);
    await run();
    expect(numbers()).toEqual([0, 0]);
    expect(monitor.counts['Fault']).toBe(1);
  });

  it('where nobody knows how far it has come, it begins an hour ago', async () => {
    const { schedule, run, numbers, checkpoints } = open();
    await put(schedule, 1, { due: noon - 59 * minute });
    await run();
    expect(numbers()).toEqual([0]);
    expect(Object.keys(await checkpoints.read())).toEqual([...places]);
  });
});
