import type { TextRule } from '../../../lib/contract/text-limits';
import { day, hour, minute } from '../../../lib/contract/time';

/** A text message that took a place among those to its number. */
export interface LogEntry {
  /** Of the delivery: one that is tried again has its place already. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Whether a text message may go to a number now, and what the log of the number is then. */
export type LogDecision =
  | { readonly kind: 'taken'; readonly log: readonly LogEntry[] }
  /** Its place is its own from a moment ago. Nothing has to be written. */
  | { readonly kind: 'kept' }
  /** There is no room before then, in milliseconds since the epoch. */
  | { readonly kind: 'full'; readonly until: number; readonly limit: string };

/** From when a place is taken until the message is with Notify, with the clocks of two workers between: no longer. */
const slack = minute;
/** A place this old is still good for the same message: it is given to Notify within the slack. */
const keptFor = 20_000;

/**
 * Decides for one text message to a number. The windows slide: what is counted is the hour and the day before this moment, so
 * that there are never more in any hour or day, whenever it begins. A message that is tried again takes a new place in the
 * stead of its old one.
 */
export function decideText(log: readonly LogEntry[], id: string, rule: TextRule, now: number): LogDecision {
  const others = log.filter((entry) => entry.id !== id && entry.at > now - day - slack);
  for (const { most, within, called } of windowsOf(rule)) {
    const counted = others.filter(({ at }) => at > now - within - slack).map(({ at }) => at);
    if (counted.length < most) continue;
    const [frees = now] = counted.sort((a, b) => b - a).slice(most - 1);
    const limit = `the limit of ${most} text messages ${called} to one number is reached`;
    return { kind: 'full', until: frees + within + slack, limit };
  }
  const own = log.find((entry) => entry.id === id);
  if (own && own.at <= now && own.at > now - keptFor) return { kind: 'kept' };
  return { kind: 'taken', log: [...others, { id, at: now }] };
}

function windowsOf({ perNumberAnHour, perNumberADay }: TextRule) {
  const windows = [
    { most: perNumberAnHour, within: hour, called: 'an hour' },
    { most: perNumberADay, within: day, called: 'a day' },
  ];
  return windows.flatMap(({ most, ...window }) => (most === undefined ? [] : [{ most, ...window }]));
}

/** When an item of a log may go, in seconds since the epoch. */
export const forgottenAt = (now: number): number => Math.ceil((now + day + slack) / 1000);
