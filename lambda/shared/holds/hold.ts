import { recipientOf } from '../deliveries/recipient';
import type { Lane } from '../../../lib/contract/lane';
import type { QueueMessage } from '../../../lib/contract/message';
import { minute, second } from '../../../lib/contract/time';

/** What a hold stops: a channel, international text messages alone, or everything. */
export const holdScopes = ['everything', 'email', 'sms', 'international_sms', 'letter'] as const;

export type HoldScope = (typeof holdScopes)[number];

/** Why messages wait, and until when. Each is one item of the deliveries table, for people to see. */
export interface Hold {
  readonly scope: HoldScope;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** When it ends; with `probe`, when Notify is next asked whether it can. Milliseconds since the epoch. */
  readonly until: number;
  /** It ends only when Notify answers well. */
  readonly probe: boolean;
  /** How often in a row Notify has not. */
  readonly probes: number;
}

/** The lane of a message. Notify limits international text messages apart, so they wait apart. */
export function laneOf(message: QueueMessage): Lane {
  switch (message.type) {
    case 'email':
      return 'email';
    case 'letter':
    case 'precompiled_letter':
      return 'letter';
    case 'sms':
      return recipientOf(message)?.startsWith('44') ? 'sms' : 'international_sms';
  }
}

/** The holds that stop a lane, the widest first. */
export const scopesOf = (lane: Lane): readonly HoldScope[] =>
  lane === 'international_sms' ? ['everything', 'sms', lane] : ['everything', lane];

/** The hold that stops a lane now, if any. */
export function activeHold(holds: readonly Hold[], lane: Lane, now: number): Hold | undefined {
  const scopes = scopesOf(lane);
  return holds.find(({ scope, until, probe }) => scopes.includes(scope) && (probe || until > now));
}

/** Everything stops because the key is refused or Notify is down. Notify is asked again later each time in vain. */
export function holdEverything(reason: string, now: number): Hold {
  return { scope: 'everything', reason, since: now, until: now + waitBefore(0), probe: true, probes: 0 };
}

/** The same hold after Notify was asked in vain once more. */
export function extendHold(hold: Hold, reason: string, now: number): Hold {
  const probes = hold.probes + 1;
  return { ...hold, reason, probes, until: now + waitBefore(probes) };
}

const waitBefore = (probes: number): number => Math.min(5 * minute, 30 * second * 2 ** probes);

/**
 * What has spent its daily limit stops until Notify's next day, which begins at 00:00 UTC. In the first minute of a day
 * it may be the day before whose limit is spent, for clocks differ and an answer takes time: then it stops for a minute.
 */
export function holdUntilMidnight(scope: HoldScope, reason: string, now: number): Hold {
  const day = new Date(now - minute);
  const midnight = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1);
  const until = midnight > now ? midnight : now + minute;
  return { scope, reason, since: now, until, probe: false, probes: 0 };
}
