import { second, minute, hour } from '../../../lib/contract/time';
import type { Fault } from '../../../lib/testing';
import { deliveryId } from '../../../lib/contract/identity';
import type { Delivery } from '../../../lib/contract/delivery';
import { Fleet } from '../fleet/fleet';
import { pipelineId } from '../fleet/shape';
import type { Missing } from '../fleet/settings';
import { broken } from '../invariants';
import { kinds, type Kind } from '../messages';
import { random } from '../random';
import { befall, impose, paths, poison, poisoned, type conditions } from './troubles';

/** Messages of a scenario, and what happened to them. */
class Scenario {
  readonly fleet: Fleet;
  readonly start: number;
  readonly #published = new Map<string, number>();

  constructor(workers: number, without?: Missing) {
    this.fleet = new Fleet({ workers, polls: false, without });
    this.start = this.fleet.clock.now();
  }

  publish(kind: Kind, options: { readonly isBad?: boolean; readonly urgent?: boolean } = {}): void {
    const number = this.#published.size;
    const key = `${options.urgent ? 'urgent' : options.isBad ? 'bad' : kind} ${number}`;
    this.#published.set(key, this.fleet.clock.now());
    const message = { ...kinds[kind](number), idempotency_key: key };
    const spoilt = { personalisation: { code: '1', name: 'A', expires: 'now', extra: poison } };
    this.fleet.publish(
      { ...message, ...(options.isBad ? spoilt : {}) },
      { groupId: kind, urgent: options.urgent ?? false },
    );
  }

  /** Publishes something every so many milliseconds until then. */
  async every(interval: number, until: number, publish: (number: number) => void): Promise<void> {
    for (let number = 0; number * interval < until; number += 1) {
      await this.runTo(number * interval);
      publish(number);
    }
    await this.runTo(until);
  }

  /** Moves time, though nothing may be left to do. */
  async runTo(after: number): Promise<void> {
    const at = this.start + after;
    this.fleet.afterwards(Math.max(0, at - this.fleet.clock.now()), () => undefined);
    await this.fleet.run(at);
  }

  /** The records of those whose keys begin so, with how long each waited until it was sent, in seconds. */
  of(beginning: string): (Partial<Delivery> & { readonly waited: number })[] {
    const records = new Map([...this.fleet.store.all].map((delivery) => [delivery.id, delivery]));
    return [...this.#published].flatMap(([key, at]) => {
      if (!key.startsWith(beginning)) return [];
      const delivery = records.get(deliveryId(pipelineId, key));
      const waited = delivery?.sent_at === undefined ? Infinity : (Date.parse(delivery.sent_at) - at) / second;
      return [{ ...delivery, waited }];
    });
  }

  /** What is wrong, how many messages are in which state, and how many are dead letters. */
  get end() {
    const states: Record<string, number> = {};
    for (const { state } of this.fleet.store.all) states[state] = (states[state] ?? 0) + 1;
    const published = [...this.#published.keys()].map((key) => ({ key }));
    return { states, deadLetters: this.fleet.queues.deadLetterQueue.size, broken: broken(this.fleet, published) };
  }
}

const most = (waits: readonly { readonly waited: number }[]): number =>
  Math.max(0, ...waits.map(({ waited }) => waited));

/** Notify fails on all that is posted and answers what is read. */
export async function postsFail(fault: Fault, hours: number, messages: number, without?: Missing) {
  const scenario = new Scenario(10, without);
  const { fleet, start } = scenario;
  for (let number = 0; number < messages; number += 1) scenario.publish('email');
  const lasts = hours * hour + 37 * second;
  befall(fleet, { fault, path: paths.all, lasts });
  await scenario.runTo(lasts);
  const inVain = fleet.standIn.requests.count('POST /v2/notifications/email');
  await fleet.run();
  const last = Math.max(...scenario.of('email').map(({ sent_at = '' }) => Date.parse(sent_at)));
  const least = Math.max(0, messages - 999) / 50;
  return { ...scenario.end, inVain, lateBy: (last - start - lasts) / second - least };
}

/** Notify fails on text messages for two hours; emails, urgent ones too, and letters go on. */
export async function oneChannelFails(fault: Fault) {
  const scenario = new Scenario(4);
  befall(scenario.fleet, { fault, path: paths.sms, lasts: 2 * hour });
  for (let number = 0; number < 200; number += 1) scenario.publish('sms');
  await scenario.every(10 * second, 2 * hour, (number) => {
    scenario.publish('email', { urgent: number % 10 === 0 });
    if (number % 30 === 0) scenario.publish('letter');
  });
  await scenario.fleet.run();
  const [emails, urgent, letters] = ['email', 'urgent', 'letter'].map((kind) => most(scenario.of(kind)));
  return { ...scenario.end, emails, urgent, letters };
}

/** Where bad messages stand among the good. */
export type Order = 'before' | 'among' | 'after';

/** Messages on which Notify falls over, by their own fault, and good ones of the same lane. */
export async function badAmongGood(bad: number, good: number, order: Order, goesOn = false) {
  const scenario = new Scenario(4);
  const { fleet, start } = scenario;
  poisoned(fleet);
  for (let number = 0; number < bad + good; number += 1) {
    const isBad =
      order === 'before' ? number < bad : order === 'after' ? number >= good : (number * bad) % (bad + good) < bad;
    scenario.publish('sms', { isBad });
  }
  if (goesOn) await scenario.every(5 * second, 2 * hour, (number) => number > 0 && scenario.publish('sms'));
  await fleet.run();
  const records = scenario.of('bad');
  const attempts = records.map((record) => record.attempts ?? 0);
  return {
    ...scenario.end,
    goodWaited: most(scenario.of('sms')),
    attempts: { least: Math.min(...attempts), most: Math.max(...attempts) },
    reasons: records.filter(({ reason }) => reason !== undefined).length,
    hours: Math.max(...records.map(({ changed_at = '' }) => Date.parse(changed_at) - start)) / hour,
  };
}

/** Notify refuses all messages for a condition of the service or the key, until somebody mends it. */
export async function conditionHolds(condition: (typeof conditions)[number], messages: number, lasts = minute) {
  const scenario = new Scenario(3);
  const mend = impose(scenario.fleet, condition);
  for (let number = 0; number < messages; number += 1) scenario.publish('email');
  await scenario.runTo(lasts);
  mend();
  await scenario.fleet.run();
  return { ...scenario.end, lateBy: most(scenario.of('email')) - lasts / second };
}

/** Notify fails on a part of the posts for some hours: a sixth of the messages comes at once, the others one by one. */
export async function brownOut(part: number, messages: number, hours: number, without?: Missing, seed = 7) {
  const scenario = new Scenario(4, without);
  const coin = random(seed);
  const strikes = (): boolean => coin.chance(part);
  befall(scenario.fleet, { fault: { kind: 'server error' }, path: paths.all, lasts: hours * hour, strikes });
  for (let number = 0; number < messages / 6; number += 1) scenario.publish('email');
  const others = Math.floor((messages * 5) / 6);
  await scenario.every((hours * hour) / others, hours * hour, () => scenario.publish('email'));
  await scenario.fleet.run();
  return { ...scenario.end, posts: scenario.fleet.standIn.requests.count('POST /v2/notifications/email') };
}
