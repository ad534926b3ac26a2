import { minuteOf, places, type Place } from '../../lib/contract/scheduled';
import { day, hour, minute, second } from '../../lib/contract/time';
import type { ReleaseCheckpoint } from '../shared/schedule/release-checkpoint';

/** A minute that is read: what is due then of one place, or of all where none is given. */
export interface MinuteToRead {
  readonly minute: string;
  readonly place?: Place;
}

/** What is due by then is put on its queue already, and seen when it is due: the next run comes only a minute later. */
const readAhead = 90 * second;
/** A minute is read for so long once it is over: cancelling may still put a message there. */
const readBehind = 5 * minute;
/** Where nobody knows how far messages are released, it is read from so long ago. */
const readAtFirst = hour;
/**
 * What a hold stops stays where it is for so long. Then it goes to the held queue of its lane, and its payload is refreshed
 * on the way, which the bucket keeps for 30 days.
 */
const stayAtMost = 7 * day;

const numberOf = (name: string): number => Date.parse(`${name}:00Z`) / minute;
const nameOf = (number: number): string => minuteOf(number * minute);

/** The whole of a checkpoint of which some may be missing. */
export const checkpointFrom = (known: Partial<ReleaseCheckpoint>, now: number): ReleaseCheckpoint =>
  Object.fromEntries(places.map((place) => [place, known[place] ?? minuteOf(now - readAtFirst)])) as ReleaseCheckpoint;

/** What a run reads, the oldest first. */
export function minutesToRead(
  checkpoint: ReleaseCheckpoint,
  isStopped: (place: Place) => boolean,
  now: number,
): readonly MinuteToRead[] {
  const windows = places
    .map((place) => ({
      place,
      from: numberOf(checkpoint[place]),
      to: numberOf(minuteOf(isStopped(place) ? now - stayAtMost : now + readAhead)),
    }))
    .filter(({ from, to }) => from <= to);
  const toRead: MinuteToRead[] = [];
  const last = Math.max(...windows.map(({ to }) => to));
  for (let number = Math.min(...windows.map(({ from }) => from)); number <= last; number += 1) {
    const wanted = windows.filter(({ from, to }) => from <= number && number <= to);
    if (wanted.length === 0) continue;
    const name = nameOf(number);
    if (wanted.length === places.length) toRead.push({ minute: name });
    else toRead.push(...wanted.map(({ place }) => ({ minute: name, place })));
  }
  return toRead;
}

/**
 * How far messages are released after a run.
 * @param isEmpty whether it is certain that a place has nothing left in a minute
 */
export function advanced(
  checkpoint: ReleaseCheckpoint,
  isEmpty: (place: Place, minute: string) => boolean,
  now: number,
): ReleaseCheckpoint {
  const end = numberOf(minuteOf(now - readBehind));
  const reached = places.map((place) => {
    let number = numberOf(checkpoint[place]);
    while (number < end && isEmpty(place, nameOf(number))) number += 1;
    return [place, nameOf(number)] as const;
  });
  return Object.fromEntries(reached) as ReleaseCheckpoint;
}
