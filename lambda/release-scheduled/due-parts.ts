import type { Place } from '../../lib/contract/scheduled';
import { minute, second } from '../../lib/contract/time';
import type { DueMessage } from '../shared/schedule/schedule-store';
import type { DuePart } from './due-part';

/** A message, and where it was found. */
export interface Taken {
  readonly part: DuePart;
  readonly message: DueMessage;
}

/** Of each due minute at least so many go in a turn: as many as SQS takes in one call. */
const leastInTurn = 10;

/** As many as there is room for, the same from each minute, the oldest first. */
export function takeInTurn(parts: readonly DuePart[], free: number): readonly Taken[] {
  const minutes = byMinute(parts);
  const share = Math.max(leastInTurn, Math.ceil(free / minutes.size));
  const taken: Taken[] = [];
  for (const ofMinute of minutes.values()) {
    const end = Math.min(free, taken.length + share);
    for (const [place, part] of ofMinute.entries()) {
      const most = Math.ceil((end - taken.length) / (ofMinute.length - place));
      taken.push(...part.take(most).map((message) => ({ part, message })));
    }
  }
  return taken;
}

/** Answers whether it is certain that a place has nothing left in a minute. */
export function emptinessOf(parts: readonly DuePart[]): (place: Place, minute: string) => boolean {
  const minutes = byMinute(parts);
  return (place, name) => {
    const read = (minutes.get(name) ?? []).filter((part) => part.place === undefined || part.place === place);
    return read.length > 0 && read.every(({ isEmpty }) => isEmpty);
  };
}

/** For how long the oldest minute is over that has something left, in seconds. */
export function latenessOf(parts: readonly DuePart[], now: number): number {
  const oldest = parts.find(({ isEmpty }) => !isEmpty);
  if (!oldest) return 0;
  return Math.max(0, Math.floor((now - Date.parse(`${oldest.minute}:00Z`) - minute) / second));
}

function byMinute(parts: readonly DuePart[]): ReadonlyMap<string, readonly DuePart[]> {
  const minutes = new Map<string, DuePart[]>();
  for (const part of parts) {
    const known = minutes.get(part.minute);
    if (known) known.push(part);
    else minutes.set(part.minute, [part]);
  }
  return minutes;
}
