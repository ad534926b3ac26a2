import { createDispatcher } from '../../lambda/callbacks/dispatch';
import { noForwarding } from '../../lambda/callbacks/callbacks';
import { createCallbackRecorder } from '../../lambda/callbacks/record-callback';
import { readCallback } from '../../lib/contract/callback';
import { deliveryId, formatReference } from '../../lib/contract/identity';
import { metrics } from '../../lib/contract/metrics';
import type { Ending, SentMessage } from '../../lib/testing';
import type { ReceiptTaker } from './fleet/callbacks';
import { Fleet } from './fleet/fleet';
import type { ReceiptParts } from './fleet/settings';
import { pipelineId } from './fleet/shape';
import { broken } from './invariants';
import { anyKind, kinds, type Kind } from './messages';
import { random, type Random } from './random';
import { day, hour, minute } from '../../lib/contract/time';

/** What a run came to. */
export interface Known {
  readonly seed: number;
  /** What is wrong. Nothing, if every delivery ended in the state that Notify holds. */
  readonly faults: readonly string[];
  readonly deliveries: number;
  /** Outcomes that a receipt should have reported, and that only the poll found. */
  readonly byPollOnly: number;
  /** Calls by which the poll asked for statuses. */
  readonly asked: number;
}

/** A message of which it is decided how it ends. */
interface Doomed {
  readonly key: string;
  readonly ending: Ending;
}

const endingsOf: Readonly<Record<Kind, readonly Ending[]>> = {
  email: ['temporary-failure', 'permanent-failure', 'technical-failure', 'unknown-provider-code', 'no report', 'stuck'],
  sms: ['temporary-failure', 'permanent-failure', 'technical-failure', 'sent', 'no report', 'stuck'],
  letter: ['cancelled', 'technical-failure', 'validation-failed', 'returned-letter'],
  precompiled_letter: ['cancelled', 'validation-failed', 'virus-scan-failed', 'returned-letter'],
};

/**
 * Sends messages that end in every way there is, and lets that part of the callbacks get lost, others come twice, late
 * and in another order, while workers and polls die and the table fails now and then. All follows from the seed.
 */
export async function runOutcomes(seed: number, lost: number): Promise<Known> {
  const dice = random(seed);
  const start = Date.parse('2026-03-02T09:00:00Z') + dice.below(24) * hour;
  const outages = Array.from({ length: 3 }, () => start + dice.below(2 * hour));
  const fleet = new Fleet({
    workers: 2,
    start,
    deaths: Array.from({ length: 4 }, () => (dice.chance(0.5) ? { step: dice.below(40), when: 'after' } : undefined)),
    pollDeaths: Array.from({ length: 20 }, () =>
      dice.chance(0.3) ? { step: dice.below(8), when: dice.chance(0.5) ? 'before' : 'after' } : undefined,
    ),
    fails: (part, now) => part === 'table' && outages.some((from) => now >= from && now < from + 3 * minute),
    callbacks: { dice, lost, duplicated: 0.3, late: 0.4, latest: 2 * hour },
    recorder,
  });

  const published = Array.from({ length: 20 }, (_, number) => publishOne(fleet, dice, number));
  // Notify keeps messages for a week, so what it held last has to be looked at before.
  const held = new Map<string, SentMessage>();
  let isOver = false;
  for (let days = 1; days < 70 && !isOver; days += 1) {
    isOver = await fleet.run(start + days * day);
    for (const message of fleet.standIn.notifications.all()) held.set(message.id, message);
  }
  const faults = isOver
    ? [...broken(fleet, published, held.values()), ...wrong(fleet, published, held.values(), lost)]
    : ['it has no end'];
  return {
    seed,
    faults,
    deliveries: published.length,
    byPollOnly: fleet.seen.count(metrics.names.outcomeByPollOnly),
    asked:
      fleet.standIn.requests.count('GET /v2/notifications') +
      fleet.standIn.requests.count('GET /v2/notifications/{id}'),
  };
}

/** The function behind the callback URL, without the door. */
function recorder({ store, clock, monitor, pipelineId: id }: ReceiptParts): ReceiptTaker {
  const handlers = createCallbackRecorder({ store, clock, monitor, textCosts: false });
  const dispatch = createDispatcher({ handlers, forwarder: noForwarding, monitor, pipelineId: id });
  return async (body) => {
    const callback = readCallback(body);
    if (!callback) throw new Error('the stand-in made a callback that cannot be read');
    await dispatch(callback);
  };
}

function publishOne(fleet: Fleet, dice: Random, number: number): Doomed {
  const key = `message ${number}`;
  const kind = anyKind(dice);
  const reference = formatReference({ pipelineId, deliveryId: deliveryId(pipelineId, key) });
  const ending = dice.chance(0.6) ? dice.pick(endingsOf[kind]) : 'delivered';
  fleet.standIn.control.endAs({ reference }, ending);
  fleet.afterwards(dice.below(hour), () =>
    fleet.publish({ ...kinds[kind](number), idempotency_key: key }, { groupId: kind }),
  );
  return { key, ending };
}

/** Deliveries that are not in the state which Notify held last. */
function wrong(fleet: Fleet, published: readonly Doomed[], held: Iterable<SentMessage>, lost: number): string[] {
  const statuses = new Map([...held].map(({ reference, rawStatus }) => [reference, rawStatus]));
  const records = new Map([...fleet.store.all].map((delivery) => [delivery.id, delivery]));
  return published.flatMap(({ key, ending }) => {
    const id = deliveryId(pipelineId, key);
    // One that comes back is older by then than what Notify keeps.
    const comesBack = ending === 'returned-letter';
    const status = comesBack ? ending : statuses.get(formatReference({ pipelineId, deliveryId: id }));
    const { state, failure } = records.get(id) ?? {};
    const ended = failure === undefined ? state : `${state} ${failure}`;
    return endsOf(status, lost).includes(ended ?? '')
      ? []
      : [`${key}: Notify holds ${status}, the record says ${ended}`];
  });
}

function endsOf(status: string | undefined, lost: number): readonly string[] {
  switch (status) {
    case 'delivered':
      return ['delivered'];
    case 'returned-letter':
      // Notify's API shows it as one that arrived: if its one callback is lost, nobody can know.
      return lost > 0 ? ['failed returned', 'delivered'] : ['failed returned'];
    case 'permanent-failure':
    case 'temporary-failure':
    case 'technical-failure':
      return [`failed ${status.replace('-failure', '')}`];
    case 'validation-failed':
      return ['failed validation'];
    case 'virus-scan-failed':
      return ['failed virus'];
    case 'cancelled':
      return ['failed cancelled'];
    default:
      return ['sent_untracked'];
  }
}
