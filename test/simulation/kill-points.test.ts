import { faultsOfNotify } from './faults';
import { Fleet } from './fleet';
import { broken } from './invariants';
import { kinds, type Kind } from './messages';
import type { Death } from './mortal';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

const kindsOfMessages: readonly Kind[] = ['email', 'letter'];

interface Ended {
  readonly faults: readonly string[];
  /** The steps of the worker that was to die. */
  readonly steps: readonly string[];
}

async function runWith(kind: Kind, fault: string, death: Death | undefined): Promise<Ended> {
  const fleet = new Fleet({ workers: 2, deaths: [death, death], polls: false });
  const script = faultsOfNotify[fault];
  if (script) fleet.standIn.faults.add(script);
  const published = { key: 'the only one', reference: 'mine' };
  const message = { ...kinds[kind](1), idempotency_key: published.key, reference: published.reference };
  fleet.publish(message);
  await fleet.run();
  return { faults: broken(fleet, [published]), steps: fleet.lives.flatMap(({ steps }) => steps) };
}

describe.each(Object.keys(faultsOfNotify))('when Notify answers with %s', (fault) => {
  test.each(kindsOfMessages)(
    'a worker that dies before or after any of its steps never sends the same %s twice, nor loses it',
    async (kind) => {
      const { steps } = await runWith(kind, fault, undefined);
      expect(steps.length).toBeGreaterThan(4);
      for (let step = 0; step < steps.length + 2; step += 1) {
        for (const when of ['before', 'after'] as const) {
          const { faults } = await runWith(kind, fault, { step, when });
          expect({ step, when, name: steps[step], faults }).toEqual({ step, when, name: steps[step], faults: [] });
        }
      }
    },
    30_000,
  );
});
