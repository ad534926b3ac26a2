import type { ScriptedFault } from '../../lib/testing';
import { apiKey, defaultWorld } from '../../lib/testing';
import { faultsOfNotify } from './faults';
import { Fleet } from './fleet/fleet';
import type { Death } from './fleet/life';
import type { Fragile, Missing } from './fleet/settings';
import { broken, type Published } from './invariants';
import { anyKind, kinds } from './messages';
import { random, type Random } from './random';
import { hour, minute } from '../../lib/contract/time';

/** How one random schedule ended. */
export interface Ended {
  readonly seed: number;
  /** What is wrong. Nothing, if the promise was kept. */
  readonly faults: readonly string[];
  readonly messages: number;
  readonly deaths: number;
}

interface Outage {
  readonly part: Fragile;
  readonly from: number;
  readonly to: number;
}

/**
 * Runs a schedule that follows from the seed alone: messages of all kinds, some of them published twice, too early or
 * too late, over a fleet whose workers die, in front of a Notify that fails in every way it can, with a table, a bus and
 * a secret that fail too. Statuses and outcomes are not polled here: it is about being sent once.
 */
export async function runSchedule(seed: number, without?: Missing): Promise<Ended> {
  const dice = random(seed);
  const start = Date.parse('2026-03-02T09:00:00Z') + dice.below(24) * hour;
  const outages = someOutages(dice, start);
  const deaths = someDeaths(dice);
  const fleet = new Fleet({
    workers: 1 + dice.below(10),
    deaths,
    releaseScheduledDeaths: someDeaths(dice),
    polls: false,
    start,
    latency: 20 + dice.below(2000),
    fails: (part, now) => outages.some((outage) => outage.part === part && now >= outage.from && now < outage.to),
    without,
  });
  const published: Published[] = [];
  const count = 3 + dice.below(25);
  for (let number = 0; number < count; number += 1) {
    if (dice.chance(0.2)) strike(fleet, dice);
    if (dice.chance(0.02)) rotate(fleet, dice);
    const one = publishOne(fleet, dice, number);
    published.push(one);
    if (dice.chance(0.2)) cancelSomeTime(fleet, dice, one);
    if (dice.chance(0.4)) await fleet.run(fleet.clock.now() + dice.below(2 * minute));
  }
  const settled = await fleet.run(start + 10 * 24 * hour);
  const faults = settled ? broken(fleet, published) : ['it has not come to an end in ten days'];
  return { seed, faults, messages: published.length, deaths: fleet.lives.filter(({ dead }) => dead).length };
}

function publishOne(fleet: Fleet, dice: Random, number: number): Published {
  const now = fleet.clock.now();
  const key = `message ${number}`;
  const message = {
    ...kinds[anyKind(dice)](number),
    idempotency_key: key,
    ...(dice.chance(0.3) ? { reference: `ref-${number}` } : {}),
    ...times(
      dice.chance(0.1) ? now + dice.below(30 * minute) : undefined,
      dice.chance(0.25) ? now + dice.below(3 * hour) : undefined,
    ),
  };
  const options = { urgent: dice.chance(0.2), ...(dice.chance(0.5) ? { groupId: message.type } : {}) };
  const copies = dice.chance(0.25) ? 2 + dice.below(2) : 1;
  for (let copy = 0; copy < copies; copy += 1) fleet.publish(message, options);
  return { key, ...('reference' in message ? { reference: message.reference } : {}) };
}

/** Cancels it before it is due, or when it is, or afterwards; the canceller may die. */
function cancelSomeTime(fleet: Fleet, dice: Random, message: Published): void {
  const deaths: readonly (Death | undefined)[] = dice.chance(0.3)
    ? [{ step: dice.below(3), when: dice.chance(0.5) ? 'before' : 'after' }]
    : [];
  fleet.afterwards(dice.chance(0.3) ? dice.below(500) : dice.below(3 * hour), () => {
    void fleet.cancel(message.key, deaths).then((told) => (message.cancelled = told ?? message.cancelled));
  });
}

/** One that would expire before it may be sent is refused, so it may be sent at once. */
const times = (expires?: number, starts?: number) => ({
  ...(expires === undefined ? {} : { expires_at: new Date(expires).toISOString() }),
  ...(starts === undefined || starts >= (expires ?? Infinity) ? {} : { send_after: new Date(starts).toISOString() }),
});

/** Lets Notify fail in some way, for some requests or for some time. */
function strike(fleet: Fleet, dice: Random): void {
  const script = faultsOfNotify[dice.pick(Object.keys(faultsOfNotify))];
  if (!script) return;
  const limits: Pick<ScriptedFault, 'times' | 'skip'> =
    script.milliseconds === undefined ? { times: 1 + dice.below(4), skip: dice.below(4) } : {};
  fleet.standIn.faults.add({ ...script, ...limits });
}

/** Another key of the service comes into use, and a while later the old one is of no use any more. */
function rotate(fleet: Fleet, dice: Random): void {
  fleet.key = dice.chance(0.3) ? 'not a key at all' : apiKey(defaultWorld(), 'live');
  if (fleet.key === 'not a key at all')
    fleet.afterwards(dice.below(hour), () => (fleet.key = apiKey(defaultWorld(), 'live')));
}

const someDeaths = (dice: Random): readonly (Death | undefined)[] =>
  Array.from({ length: 20 }, () =>
    dice.chance(0.3) ? { step: dice.below(60), when: dice.chance(0.5) ? 'before' : 'after' } : undefined,
  );

const someOutages = (dice: Random, start: number): readonly Outage[] =>
  Array.from({ length: dice.below(4) }, () => {
    const from = start + dice.below(30 * minute);
    return { part: dice.pick(['table', 'bus', 'secret'] as const), from, to: from + dice.below(20 * minute) };
  });
