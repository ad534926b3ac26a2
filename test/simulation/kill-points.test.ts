import { breadth } from '../breadth';
import { faultsOfNotify } from './faults';
import { Fleet } from './fleet/fleet';
import type { Death } from './fleet/life';
import { broken } from './invariants';
import { kinds, type Kind } from './messages';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

/** Half an hour before Notify's daily limits begin anew, so that a message waits no longer than that. */
const start = Date.parse('2026-03-02T23:30:00Z');

const kindsOfMessages = breadth<readonly Kind[]>({ sample: ['email'], full: ['email', 'letter'] });

interface Ended {
  readonly faults: readonly string[];
  /** The steps of the worker that was to die. */
  readonly steps: readonly string[];
}

async function runWith(kind: Kind, fault: string, death: Death | undefined): Promise<Ended> {
  const fleet = new Fleet({ workers: 2, start, deaths: [death, death], polls: false });
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
    300_000,
  );
});

/** What puts a message on a held queue, from which the release function must bring it back. */
const holding = ['daily limit', 'a refused key', 'an outage'] as const;

/** Messages of two lanes, more than go with one call, and an urgent one. */
function publishSome(fleet: Fleet): readonly { key: string }[] {
  const keys = Array.from({ length: 14 }, (_, number) => `number ${number}`);
  for (const [number, key] of keys.entries()) {
    const kind = number % 7 === 0 ? 'sms' : 'email';
    fleet.publish({ ...kinds[kind](number), idempotency_key: key }, { urgent: number === 13 });
  }
  return keys.map((key) => ({ key }));
}

async function releaseWith(fault: string, deaths: readonly Death[]): Promise<Ended> {
  const fleet = new Fleet({ workers: 2, start, polls: false, releaseDeaths: deaths });
  const script = faultsOfNotify[fault];
  if (script) fleet.standIn.faults.add(script);
  const published = publishSome(fleet);
  await fleet.run();
  const steps = fleet.releases.map((life) => life.steps);
  return {
    faults: broken(fleet, published),
    steps: steps.reduce((longest, one) => (one.length > longest.length ? one : longest), []),
  };
}

test.each(holding)(
  'a release function that dies before or after any of its steps loses and duplicates nothing: %s',
  async (fault) => {
    const { steps } = await releaseWith(fault, []);
    expect(steps).toEqual(expect.arrayContaining(['sqs SendMessageBatchCommand', 'sqs DeleteMessageBatchCommand']));
    for (let step = 0; step < steps.length; step += 1) {
      for (const when of ['before', 'after'] as const) {
        const death = { step, when };
        const { faults } = await releaseWith(fault, [death, death, death]);
        expect({ death, name: steps[step], faults }).toEqual({ death, name: steps[step], faults: [] });
      }
    }
  },
  300_000,
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
