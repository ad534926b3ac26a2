import { hour, iso, minute, second } from '../../lib/contract/time';
import { Fleet } from './fleet/fleet';
import type { Death } from './fleet/life';
import { broken, type Published } from './invariants';
import { kinds } from './messages';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

const start = Date.parse('2026-03-02T09:00:00Z');
const due = start + hour;

interface Terms {
  readonly deaths?: readonly (Death | undefined)[];
  readonly releaseScheduledDeaths?: readonly (Death | undefined)[];
  /** When it is cancelled, and where those die who do so. */
  readonly cancel?: { readonly at: number; readonly deaths?: readonly Death[] };
}

/** Publishes a message for an hour later, and lets time pass until nothing is left to do. */
async function run({ cancel, ...deaths }: Terms) {
  const fleet = new Fleet({ workers: 2, polls: false, start, ...deaths });
  const published: Published = { key: 'reminder' };
  fleet.publish({ ...kinds.email(1), idempotency_key: published.key, send_after: iso(due) });
  if (cancel) {
    fleet.afterwards(cancel.at - start, () => {
      void fleet.cancel(published.key, cancel.deaths).then((told) => (published.cancelled = told));
    });
  }
  await fleet.run();
  const steps = (lives: Fleet['lives']) => Math.max(...lives.map(({ taken }) => taken));
  return {
    faults: broken(fleet, [published]),
    cancelled: published.cancelled,
    sentAt: [...fleet.store.all].map(({ sent_at }) => sent_at),
    steps: { worker: steps(fleet.lives), release: steps(fleet.scheduledReleases) },
  };
}

const everyDeath = (steps: number): readonly Death[] =>
  Array.from({ length: steps + 1 }, (_, step) => (['before', 'after'] as const).map((when) => ({ step, when }))).flat();

test('a scheduled message is sent when its time has come, within seconds', async () => {
  const { faults, sentAt } = await run({});
  expect(faults).toEqual([]);
  expect(Date.parse(sentAt[0] ?? '') - due).toBeLessThan(5 * second);
  expect(Date.parse(sentAt[0] ?? '')).toBeGreaterThanOrEqual(due);
});

test('a worker that dies before or after any of its steps, as it schedules or as it sends, loses and duplicates nothing', async () => {
  const { steps } = await run({});
  for (const death of everyDeath(steps.worker + 2)) {
    expect({ death, faults: (await run({ deaths: [death, death] })).faults }).toEqual({ death, faults: [] });
  }
}, 300_000);

test('a release that dies before or after any of its steps loses and duplicates nothing', async () => {
  const { steps } = await run({});
  // Most of its steps are looks into minutes in which there is nothing.
  for (const death of everyDeath(steps.release).filter(({ step }) => step < 4 || step % 9 === 0 || step > 30)) {
    const releaseScheduledDeaths = [death, death, death];
    expect({ death, faults: (await run({ releaseScheduledDeaths })).faults }).toEqual({ death, faults: [] });
  }
}, 300_000);

test.each([
  ['at once', start],
  ['while it is being scheduled', start + 1],
  ['while it waits', start + 30 * minute],
  ['just before it is due', due - 1],
  ['when it is due', due],
  ['while it is being sent', due + 50],
  ['when it was sent', due + minute],
])('cancelled %s, a message is sent or cancelled and never both, wherever who cancels it dies', async (_when, at) => {
  for (const deaths of [[], ...everyDeath(3).map((death) => [death])]) {
    const { faults, cancelled, sentAt } = await run({ cancel: { at, deaths } });
    expect({ deaths, faults }).toEqual({ deaths, faults: [] });
    expect(cancelled).toBe(sentAt[0] === undefined ? 'cancelled' : 'too late');
  }
});
