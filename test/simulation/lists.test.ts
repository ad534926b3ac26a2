import { deliveryId } from '../../lib/contract/identity';
import { minute } from '../../lib/contract/time';
import { Fleet } from './fleet/fleet';
import type { Death } from './fleet/life';
import { pipelineId } from './fleet/shape';
import { broken } from './invariants';
import { kinds } from './messages';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

interface Ended {
  readonly faults: readonly string[];
  readonly workerSteps: readonly string[];
  readonly pollSteps: readonly string[];
}

/** Emails and texts of one batch, some of which Notify takes longer to deliver, until nothing is left to do. */
async function runWith(deaths: {
  readonly workers?: Death;
  readonly polls?: readonly (Death | undefined)[];
}): Promise<Ended> {
  const { workers, polls = [] } = deaths;
  const fleet = new Fleet({ workers: 1, deaths: [workers], pollDeaths: polls });
  const published = Array.from({ length: 5 }, (_, number) => ({ key: `number ${number}` }));
  for (const [number, { key }] of published.entries()) {
    const kind = number < 3 ? 'email' : 'sms';
    fleet.publish({ ...kinds[kind](number), idempotency_key: key });
  }
  const isOver = await fleet.run();
  const ids = new Set(published.map(({ key }) => deliveryId(pipelineId, key)));
  const unknown = [...fleet.store.all].filter(({ id, state }) => ids.has(id) && state === 'sent');
  return {
    faults: [
      ...broken(fleet, published),
      ...(isOver ? [] : ['it has no end']),
      ...unknown.map(({ id }) => `${id}: its outcome is not known`),
      ...fleet.store.lists.map(({ id }) => `${id} is left`),
    ],
    workerSteps: fleet.lives.flatMap(({ steps }) => steps),
    pollSteps: fleet.polls.flatMap(({ steps }) => steps),
  };
}

test('a worker that dies before or after any of its steps leaves no delivery that nobody awaits, and no list', async () => {
  const { workerSteps, faults } = await runWith({});
  expect(faults).toEqual([]);
  expect(workerSteps).toContain('store.awaitTogether');
  for (let step = 0; step < workerSteps.length; step += 1) {
    for (const when of ['before', 'after'] as const) {
      const ended = await runWith({ workers: { step, when } });
      expect({ step, when, faults: ended.faults }).toEqual({ step, when, faults: [] });
    }
  }
}, 300_000);

test('a poll that dies before or after any of its steps leaves no delivery that nobody awaits, and no list', async () => {
  const { pollSteps } = await runWith({});
  expect(pollSteps).toContain('store.shorten');
  for (let step = 0; step < pollSteps.length; step += 1) {
    for (const when of ['before', 'after'] as const) {
      const death = { step, when };
      const ended = await runWith({ polls: [death, death, death] });
      expect({ death, faults: ended.faults }).toEqual({ death, faults: [] });
    }
  }
}, 300_000);

test('a list is written while a message of its batch is still on its way, so that outcomes are known in time', async () => {
  const fleet = new Fleet({ workers: 1 });
  fleet.standIn.faults.add({ fault: { kind: 'latency', milliseconds: 29_000 }, when: { method: 'POST' } });
  for (let number = 0; number < 5; number += 1) fleet.publish({ ...kinds.email(number), idempotency_key: `${number}` });
  await fleet.run(fleet.clock.now() + minute + 5000);
  const states = [...fleet.store.all].map(({ state }) => state).sort();
  expect(states.filter((state) => state === 'delivered').length).toBeGreaterThanOrEqual(4);
});
