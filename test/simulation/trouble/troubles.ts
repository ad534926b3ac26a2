import { minute } from '../../../lib/contract/time';
import type { Fault, FaultableRequest } from '../../../lib/testing';
import { apiKey } from '../../../lib/testing';
import type { Fleet } from '../fleet/fleet';
import type { Random } from '../random';

/** Ways in which Notify fails on what is posted, while it answers what is read. */
export const failing = {
  'its own 500': { kind: 'server error' },
  'a 503 page': { kind: 'gateway', status: 503 },
  'a lost connection': { kind: 'drop', accepted: false },
  'a lost answer': { kind: 'drop', accepted: true },
  'its time limit': { kind: 'time limit' },
  'no answer for 40 seconds': { kind: 'latency', milliseconds: 40_000 },
  // By then it takes the token for that of somebody whose clock is wrong.
  'no look at it for 31 seconds': { kind: 'latency', milliseconds: 31_000 },
} as const satisfies Record<string, Fault>;

export const paths = {
  all: '/v2/notifications/*',
  email: '/v2/notifications/email',
  sms: '/v2/notifications/sms',
  letter: '/v2/notifications/letter',
} as const;

/** Posts fail for some time: all of them, or those of a channel, or a part. */
export interface Trouble {
  readonly fault: Fault;
  readonly path: (typeof paths)[keyof typeof paths];
  /** Milliseconds. */
  readonly lasts: number;
  /** Which of them fail. @default all */
  readonly strikes?: () => boolean;
}

export function befall(fleet: Fleet, { fault, path, lasts, strikes }: Trouble): void {
  const when = { method: 'POST', path } as const;
  fleet.standIn.faults.add({ fault, when, milliseconds: lasts, ...(strikes ? { predicate: strikes } : {}) });
}

/** What a message has in it on which Notify falls over. */
export const poison = 'POISON';

/** Notify falls over each message that has poison in it, always. */
export function poisoned(fleet: Fleet, fault: Fault = failing['its own 500']): void {
  const predicate = ({ method, body }: FaultableRequest): boolean =>
    method === 'POST' && JSON.stringify(body ?? '').includes(poison);
  fleet.standIn.faults.add({ fault, predicate, times: Infinity });
}

/** Conditions of the service or the key for which Notify refuses messages, whatever is in them. */
export const conditions = ['team key', 'trial mode', 'no emails', 'no text messages', 'no letters'] as const;

type Condition = (typeof conditions)[number];

const channels = { 'no emails': 'email', 'no text messages': 'sms', 'no letters': 'letter' } as const;

/** Lets a condition begin. Answers how it ends. */
export function impose(fleet: Fleet, condition: Condition): () => void {
  const [service] = fleet.standIn.world.services;
  if (!service) throw new Error('the world has no service');
  const { key } = fleet;
  const before = { ...service };
  if (condition === 'team key') fleet.key = apiKey(fleet.standIn.world, 'team');
  else if (condition === 'trial mode') Object.assign(service, { trial: true });
  else Object.assign(service, { permissions: service.permissions.filter((one) => one !== channels[condition]) });
  return () => {
    fleet.key = key;
    Object.assign(service, before);
  };
}

export const someTrouble = (dice: Random): Trouble => ({
  fault: failing[dice.pick(Object.keys(failing) as (keyof typeof failing)[])],
  path: paths[dice.pick(Object.keys(paths) as (keyof typeof paths)[])],
  lasts: (1 + dice.below(dice.chance(0.5) ? 600 : 60)) * minute,
});
