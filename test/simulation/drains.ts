import { defaultWorld, type World } from '../../lib/testing';
import { Fleet } from './fleet/fleet';
import type { Missing } from './fleet/settings';
import { kinds } from './messages';
import { hour, minute, second } from '../../lib/contract/time';

/** What a drain came to. Times are in seconds of virtual time. */
export interface Drained {
  readonly what: string;
  readonly messages: number;
  readonly sent: number;
  /** Messages that Notify has twice. */
  readonly twice: number;
  readonly seconds: number;
  /** The least that Notify's limits allow. */
  readonly floor: number;
  readonly requestsPerMessage: number;
  readonly deadLetters: number;
  /** The most often that any message was received. */
  readonly mostReceives: number;
  /** The longest that a text message waited, in seconds. */
  readonly slowestText?: number;
  /** Writes of rate limiter and holds for a message. */
  readonly writesPerMessage: number;
}

/** Notify lets so many through at once, and then so many a second. */
const burst = 999;
const perSecond = 50;

const floorOf = (tokens: number): number => Math.max(0, tokens - burst) / perSecond;

/** A mailing, all of it on the queue at once. */
export async function drainMailing(messages: number, workers: number, without?: Missing): Promise<Drained> {
  const fleet = new Fleet({ workers, polls: false, remembersEvents: false, without });
  for (let number = 0; number < messages; number += 1) publishEmail(fleet, number);
  return drain(fleet, `${messages} emails, ${workers} workers${without ? `, without ${without}` : ''}`, {
    messages,
    floor: floorOf(messages),
  });
}

/** An outage in the middle of a mailing. */
export async function drainThroughOutage(messages: number, outage: number): Promise<Drained> {
  const fleet = new Fleet({ workers: 10, polls: false, remembersEvents: false });
  for (let number = 0; number < messages; number += 1) publishEmail(fleet, number);
  await fleet.run(fleet.clock.now() + 5 * minute);
  fleet.standIn.faults.add({ fault: { kind: 'gateway', status: 503 }, milliseconds: outage });
  const what = `${messages} emails, ${outage / hour} hours of outage in the middle`;
  return drain(fleet, what, { messages, floor: floorOf(messages) + outage / second });
}

/** Far more emails than Notify takes in a day, and all the while text messages. */
export async function drainOverDays(emails: number, texts: number, dailyLimit: number): Promise<Drained> {
  const fleet = new Fleet({ workers: 10, polls: false, remembersEvents: false, world: withDailyLimit(dailyLimit) });
  const start = fleet.clock.now();
  for (let number = 0; number < emails; number += 1) publishEmail(fleet, number);
  const days = Math.ceil(emails / dailyLimit);
  const between = ((days - 1) * 24 * hour) / texts;
  for (let number = 0; number < texts; number += 1) {
    await fleet.run(start + number * between);
    fleet.publish({ ...kinds.sms(number), idempotency_key: `text ${number}` }, { groupId: 'sms' });
  }
  const midnight = Date.parse('2026-03-03T00:00:00Z');
  const lastDay = midnight + (days - 2) * 24 * hour;
  const left = emails - dailyLimit * (days - 1);
  return drain(fleet, `${emails} emails at ${dailyLimit} a day, ${texts} texts in between`, {
    messages: emails + texts,
    floor: days > 1 ? (lastDay - start) / second + floorOf(left) : floorOf(emails + texts),
  });
}

function publishEmail(fleet: Fleet, number: number): void {
  fleet.publish({ ...kinds.email(number), idempotency_key: `email ${number}` }, { groupId: 'email' });
}

async function drain(
  fleet: Fleet,
  what: string,
  { messages, floor }: { messages: number; floor: number },
): Promise<Drained> {
  const start = Date.parse('2026-03-02T09:00:00Z');
  await fleet.run();
  const sent = [...fleet.store.all].filter(({ state }) => state === 'sent');
  const last = sent.reduce((latest, { sent_at = '' }) => (sent_at > latest ? sent_at : latest), '');
  return {
    what,
    messages,
    sent: sent.length,
    twice:
      fleet.standIn.requests.count('POST /v2/notifications/email 201') +
      fleet.standIn.requests.count('POST /v2/notifications/sms 201') -
      sent.length,
    seconds: (Date.parse(last) - start) / second,
    floor,
    requestsPerMessage: fleet.standIn.requests.count() / messages,
    deadLetters: fleet.queues.deadLetterQueue.size,
    mostReceives: fleet.seen.mostReceives,
    ...(sent.some(({ type }) => type === 'sms') ? { slowestText: fleet.seen.slowestText / second } : {}),
    writesPerMessage: fleet.seen.stateWrites / messages,
  };
}

function withDailyLimit(email: number): World {
  const world = defaultWorld();
  return { ...world, services: world.services.map((service) => ({ ...service, dailyLimits: { email } })) };
}
