import { faultsOfNotify } from './faults';
import { Fleet } from './fleet/fleet';
import type { Death } from './fleet/life';
import { broken } from './invariants';
import { kinds, type Kind } from './messages';
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

describe.each(Object.keys(faultsOfNotify))('simulation: Notify answers with %s', (fault) => {
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
    120_000,
  );
});

/** What puts a message on a held queue, from which the release function must bring it back. */
const holding = ['daily limit', 'a refused key', 'an outage'] as const;

test.each(holding)(
  'a release function that dies before or after any of its steps loses and duplicates nothing: %s',
  async (fault) => {
    for (let step = 0; step < 12; step += 1) {
      for (const when of ['before', 'after'] as const) {
        const death = { step, when };
        const fleet = new Fleet({ workers: 2, polls: false, releaseDeaths: [death, death, death] });
        const script = faultsOfNotify[fault];
        if (script) fleet.standIn.faults.add(script);
        const published = ['first', 'second'].map((key) => ({ key }));
        for (const { key } of published) fleet.publish({ ...kinds.email(1), idempotency_key: key });
        await fleet.run();
        expect({ death, faults: broken(fleet, published) }).toEqual({ death, faults: [] });
        expect(fleet.releases.length).toBeGreaterThan(0);
      }
    }
  },
  120_000,
);

test.each(['before', 'after'] as const)(
  'an event is published even if the announce function dies %s publishing it',
  async (when) => {
    for (let first = 0; first < 4; first += 1) {
      const announceDeaths = Array.from({ length: first + 1 }, () => ({ step: 0, when }));
      const fleet = new Fleet({ workers: 1, announceDeaths });
      fleet.publish({ ...kinds.sms(1), idempotency_key: 'told' });
      await fleet.run();

      expect(broken(fleet, [{ key: 'told' }])).toEqual([]);
      const states = new Map(fleet.events.map(({ detail }) => [detail.event_id, detail.state]));
      expect([...states.values()]).toEqual(['sending', 'sent', 'delivered']);
    }
  },
);
