import { day, hour } from '../../contract/time';

/** How many milliseconds London's clock is ahead of UTC: an hour between the last Sundays of March and October. */
function aheadOfUtc(moment: number): number {
  const year = new Date(moment).getUTCFullYear();
  return moment >= lastSunday(year, 2) + hour && moment < lastSunday(year, 9) + hour ? hour : 0;
}

function lastSunday(year: number, month: number): number {
  const lastDay = Date.UTC(year, month + 1, 0);
  return lastDay - new Date(lastDay).getUTCDay() * day;
}

/** The midnight in London that began the day of this moment, and the midnights `daysBefore` it. */
export function londonMidnight(moment: number, daysBefore = 0): number {
  const clock = moment + aheadOfUtc(moment);
  return atLondonClock(clock - (clock % day) - daysBefore * day);
}

/** The first moment after the given one at which London's clock shows this time of day. */
export function nextAtLondonTime(moment: number, timeOfDay: number): number {
  const clock = moment + aheadOfUtc(moment);
  const today = atLondonClock(clock - (clock % day) + timeOfDay);
  return today > moment ? today : atLondonClock(clock - (clock % day) + day + timeOfDay);
}

/** The moment at which London's clock shows this; never asked for within an hour of a change of the clock. */
function atLondonClock(clock: number): number {
  return clock - aheadOfUtc(clock - aheadOfUtc(clock));
}
