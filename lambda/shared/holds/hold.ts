import { recipientOf } from '../deliveries/recipient';
import { channelOfLane, type Lane } from '../../../lib/contract/lane';
import type { Channel, QueueMessage } from '../../../lib/contract/message';
import { minute, second } from '../../../lib/contract/time';

/** What a person may hold: a channel, international text messages alone, or everything. */
export const operatorScopes = ['everything', 'email', 'sms', 'international_sms', 'letter'] as const;

/** Text messages of which the day's budget is spent: those of the queue, and those of the urgent queue. */
export const budgetScopes = ['text_budget', 'urgent_text_budget'] as const;

/** All that a hold can stop. */
export const holdScopes = [...operatorScopes, ...budgetScopes] as const;

export type HoldScope = (typeof holdScopes)[number];

export type BudgetScope = (typeof budgetScopes)[number];

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
  /** Who placed it. Only a person's hold has it: it ends by that person's word or its time, and by nothing else. */
  readonly by?: string;
  /** A person has lifted it: it stops nothing for the rest of its time, and keeps others like it away. */
  readonly lifted?: true;
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
export function scopesOf(lane: Lane, isUrgent = false): readonly HoldScope[] {
  const budget = isUrgent ? 'urgent_text_budget' : 'text_budget';
  switch (lane) {
    case 'international_sms':
      return ['everything', 'sms', lane, budget];
    case 'sms':
      return ['everything', lane, budget];
    case 'email':
    case 'letter':
      return ['everything', lane];
  }
}

/** Whether a hold stops anything now. */
export const isStanding = ({ until, probe, lifted }: Hold, now: number): boolean =>
  lifted !== true && (probe || until > now);

/** The hold that stops a lane now, if any. */
export function activeHold(holds: readonly Hold[], lane: Lane, now: number, isUrgent = false): Hold | undefined {
  const scopes = scopesOf(lane, isUrgent);
  return holds.find((hold) => scopes.includes(hold.scope) && isStanding(hold, now));
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
 * it may be the day before whose limit is spent, because clocks differ and an answer takes time: then it stops for a minute.
 */
export function holdUntilMidnight(scope: HoldScope, reason: string, now: number): Hold {
  const day = new Date(now - minute);
  const midnight = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1);
  const until = midnight > now ? midnight : now + minute;
  return { scope, reason, since: now, until, probe: false, probes: 0 };
}

/** Whether a hold is there because a daily limit of Notify's is spent, and not because Notify fails or a person wants it. */
export const isDailyLimit = (hold: Hold): boolean => !hold.probe && hold.by === undefined && !isBudgetHold(hold);

/** Whether a hold is there because the pipeline's own budget for text messages is spent. */
export const isBudgetHold = ({ scope }: Hold): boolean => (budgetScopes as readonly HoldScope[]).includes(scope);

/** What has spent the pipeline's own budget stops until the next day, which begins at 00:00 UTC. */
export function holdForBudget(scope: BudgetScope, reason: string, now: number): Hold {
  const today = new Date(now);
  const until = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + 1);
  return { scope, reason, since: now, until, probe: false, probes: 0 };
}

/** The channel that a hold stops. `undefined`: all of them. */
export function channelOfScope(scope: HoldScope): Channel | undefined {
  switch (scope) {
    case 'everything':
      return undefined;
    case 'text_budget':
    case 'urgent_text_budget':
      return 'sms';
    case 'email':
    case 'sms':
    case 'international_sms':
    case 'letter':
      return channelOfLane(scope);
  }
}
