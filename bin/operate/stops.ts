import type { Circuit } from '../../lambda/shared/holds/circuit';
import { isStanding, type Hold } from '../../lambda/shared/holds/hold';
import type { Stops } from '../../lambda/shared/holds/hold-store';
import { iso } from '../../lib/contract/time';

/** The holds that stop something now. */
export const standingHolds = ({ holds }: Pick<Stops, 'holds'>, now: number): readonly Hold[] =>
  holds.filter((hold) => isStanding(hold, now));

export const isCircuitOpen = ({ open }: Circuit): boolean => open;

/** What stops, since when and until when, who placed it and why. */
export function holdLine(hold: Hold): string {
  const { scope, since, until, probe, reason, by } = hold;
  const end = isOpenEnded(hold) ? 'until somebody resumes it' : `until ${iso(until)}`;
  const ends = probe ? `Notify is asked again at ${iso(until)}` : end;
  return `  ${scope}  since ${iso(since)}, ${ends}${by === undefined ? '' : `, by ${by}`}: ${reason}`;
}

/** An operator's hold that no time ends. */
const isOpenEnded = ({ until }: Hold): boolean => until >= noEnd;

/** The end of a hold that has none: the last day that a date of four digits can name. Milliseconds since the epoch. */
export const noEnd = Date.UTC(9999, 11, 31);
