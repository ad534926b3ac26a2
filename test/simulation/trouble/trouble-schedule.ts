import { second, minute, hour } from '../../../lib/contract/time';
import { Fleet } from '../fleet/fleet';
import type { Death } from '../fleet/life';
import type { Missing } from '../fleet/settings';
import { broken } from '../invariants';
import { anyKind, kinds, type Kind } from '../messages';
import { random, type Random } from '../random';
import type { Ended } from '../schedule';
import { badlyEnded, endlesslyTried, stuck, untold, type Sent } from './promises';
import { befall, conditions, failing, impose, poison, poisoned, someTrouble } from './troubles';

/** What may go wrong in a schedule. */
interface Plan {
  readonly troubles: number;
  /** The part of the posts that fails in a trouble. */
  readonly part: number;
  /** The part of the messages that Notify falls over. */
  readonly bad: number;
  readonly condition: boolean;
  readonly deaths: boolean;
  readonly aws: boolean;
}

const planOf = (dice: Random): Plan => ({
  troubles: dice.below(3),
  part: dice.pick([1, 1, 1, 0.95, 0.8, 0.5]),
  bad: dice.pick([0, 0, 0.05, 0.3, 0.7]),
  condition: dice.chance(0.25),
  deaths: dice.chance(0.4),
  aws: dice.chance(0.3),
});

/**
 * Runs a schedule that follows from the seed alone, in which Notify fails on what is posted, by channel, for some or for
 * all; falls over single messages; refuses others for what the service may not do; and tables and queues fail by
 * operation, or their answers are lost. No good message may end badly for it, and no bad one be tried without end.
 */
export async function runTrouble(seed: number, without?: Missing): Promise<Ended> {
  const dice = random(seed);
  const plan = planOf(dice);
  const start = Date.parse('2026-03-02T09:00:00Z') + dice.below(24) * hour;
  const fleet = new Fleet({
    workers: 1 + dice.below(6),
    deaths: plan.deaths ? someDeaths(dice) : [],
    polls: false,
    start,
    latency: 20 + dice.below(1000),
    without,
    ...(plan.aws ? awsTrouble(random(seed + 1), start + dice.below(2 * hour)) : {}),
  });
  poisoned(fleet, dice.pick([failing['its own 500'], failing['its own 500'], failing['a 503 page']]));
  for (let count = plan.troubles; count > 0; count -= 1) {
    const coin = random(dice.below(1e9));
    const trouble = { ...someTrouble(dice), ...(plan.part < 1 ? { strikes: () => coin.chance(plan.part) } : {}) };
    fleet.afterwards(dice.below(hour), () => befall(fleet, trouble));
  }
  if (plan.condition) {
    const condition = dice.pick(conditions);
    const lasts = dice.below(8 * minute);
    fleet.afterwards(dice.below(hour), () => fleet.afterwards(lasts, impose(fleet, condition)));
  }
  const messages = await publishAll(fleet, dice, plan.bad);
  const faults: string[] = [];
  let isOver = false;
  for (let hours = 1; hours < 10 * 24 && !isOver; hours += 1) {
    isOver = await fleet.run(start + (2 + hours) * hour);
    faults.push(...stuck(fleet));
  }
  if (!isOver) faults.push('it has not come to an end in ten days');
  // In a brown-out, or when workers die with it, a message is tried more often than it is known to be at fault.
  // Each trouble, and each condition, takes attempts that count against nobody: those in it, and the probe after it.
  const most = plan.part < 1 || plan.deaths || plan.aws ? 40 : 12 + 3 * (plan.troubles + Number(plan.condition));
  faults.push(...broken(fleet, messages), ...badlyEnded(fleet, messages), ...endlesslyTried(fleet, messages, most));
  faults.push(...untold(fleet));
  return { seed, faults, messages: messages.length, deaths: fleet.lives.filter(({ dead }) => dead).length };
}

/** Some at once, then one now and then. */
async function publishAll(fleet: Fleet, dice: Random, bad: number): Promise<Sent[]> {
  const messages: Sent[] = [];
  const every = dice.pick([10 * second, minute, 5 * minute, 15 * minute]);
  for (let count = 3 + dice.below(30); count > 0; count -= 1) {
    const isBad = dice.chance(bad);
    messages.push(publish(fleet, dice, anyKind(dice), isBad, messages.length));
    if (dice.chance(0.5)) await fleet.run(fleet.clock.now() + dice.below(2 * every));
  }
  return messages;
}

function publish(fleet: Fleet, dice: Random, kind: Kind, isBad: boolean, number: number): Sent {
  const key = `message ${number}`;
  const message = { ...kinds[kind](number), idempotency_key: key };
  const spoilt = kind === 'precompiled_letter' ? { reference: poison } : { personalisation: spoiltValues(message) };
  fleet.publish(isBad ? { ...message, ...spoilt } : message, { urgent: dice.chance(0.2), groupId: kind });
  return { key, isBad, ...(isBad && kind === 'precompiled_letter' ? { reference: poison } : {}) };
}

const spoiltValues = (message: object): object => ({
  ...('personalisation' in message ? (message.personalisation as object) : {}),
  extra: poison,
});

const someDeaths = (dice: Random): readonly (Death | undefined)[] =>
  Array.from({ length: 20 }, () =>
    dice.chance(0.3) ? { step: dice.below(60), when: dice.chance(0.5) ? 'before' : 'after' } : undefined,
  );

/** For twenty minutes, each operation of the table and the queues fails now and then, or its answer is lost. */
function awsTrouble(coin: Random, from: number) {
  const isOn = (now: number): boolean => now >= from && now < from + 20 * minute;
  return {
    fails: (part: string, now: number) => part !== 'bus' && isOn(now) && coin.chance(0.2),
    losesAnswer: (part: string, now: number) => part === 'table' && isOn(now) && coin.chance(0.1),
  };
}
