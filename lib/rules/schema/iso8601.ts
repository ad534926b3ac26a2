import { day } from '../../contract/time';

const date = /^(?<year>\d{4})(?:-(?<month>\d\d)-(?<day>\d\d)|(?<basicMonth>\d\d)(?<basicDay>\d\d))$/;
const weekDate = /^(?<year>\d{4})(?:-W(?<week>\d\d)(?:-(?<weekday>\d))?|W(?<basicWeek>\d\d)(?<basicWeekday>\d)?)$/;

/**
 * The moment an ISO 8601 text names, in milliseconds since the epoch, as Python's `datetime.fromisoformat` reads it: a
 * calendar or week date, with or without a time, either written with separators or without. The time zone is dropped,
 * not converted, as Notify does it. Undefined when the text is no such date.
 */
export function parseIso8601(text: string): number | undefined {
  const length = dateLength(text);
  const midnight = readDate(text.slice(0, length));
  if (midnight === undefined || length >= text.length) return midnight;
  // Any one character stands between date and time, and something has to follow it.
  const rest = text.slice(length + (/[\ud800-\udbff]/.test(text.charAt(length)) ? 2 : 1));
  const time = readTime(rest);
  return time === undefined ? undefined : midnight + time;
}

/** How many characters of a text are its date, whose forms have different lengths. */
function dateLength(text: string): number {
  if (text.charAt(4) === '-') {
    if (text.charAt(5) !== 'W') return 10;
    // `2026-W48-7`, where a hyphen may as well begin the time.
    return text.charAt(8) === '-' && !/\d/.test(text.charAt(10)) ? 10 : 8;
  }
  if (text.charAt(4) !== 'W') return 8;
  // Two digits or more without a separator are a time, with the day of the week before it if that leaves whole pairs.
  const digits = /^\d*/.exec(text.slice(7))?.[0].length ?? 0;
  return 7 + (digits < 2 ? digits : (digits + 1) % 2);
}

function readDate(text: string): number | undefined {
  const calendar = date.exec(text)?.groups;
  if (calendar) {
    const month = Number(calendar['month'] ?? calendar['basicMonth']);
    return midnightOf(Number(calendar['year']), month, Number(calendar['day'] ?? calendar['basicDay']));
  }
  const weeks = weekDate.exec(text)?.groups;
  if (!weeks) return undefined;
  const week = Number(weeks['week'] ?? weeks['basicWeek']);
  return midnightOfWeekDate(Number(weeks['year']), week, Number(weeks['weekday'] ?? weeks['basicWeekday'] ?? 1));
}

function midnightOf(year: number, month: number, dayOfMonth: number): number | undefined {
  const moment = utc(year, month, dayOfMonth);
  const isReal = year > 0 && moment.getUTCMonth() === month - 1 && moment.getUTCDate() === dayOfMonth;
  return isReal ? moment.getTime() : undefined;
}

/** The first week of a year is the one with 4 January in it; weeks begin on Monday. */
function midnightOfWeekDate(year: number, week: number, weekday: number): number | undefined {
  if (year === 0 || week === 0 || weekday === 0 || weekday > 7) return undefined;
  const monday = firstMonday(year) + (week - 1) * 7 * day;
  return monday < firstMonday(year + 1) ? monday + (weekday - 1) * day : undefined;
}

function firstMonday(year: number): number {
  const fourth = utc(year, 1, 4);
  return fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * day;
}

/** `Date.UTC` takes the first hundred years for those of the last century. */
function utc(year: number, month: number, dayOfMonth: number): Date {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, dayOfMonth);
  return moment;
}

/** A time of day in milliseconds. What follows it before a time zone is not looked at, as Python does not. */
function readTime(text: string): number | undefined {
  const at = text.search(/[+\-Z]/);
  if (at === -1) {
    const clock = readClock(text);
    return clock?.isWhole ? withinDay(clock) : undefined;
  }
  const clock = readClock(text.slice(0, at));
  return clock && isZone(text.slice(at)) ? withinDay(clock) : undefined;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milliseconds: number;
  /** Whether nothing was left over. */
  readonly isWhole: boolean;
}

/**
 * Hours, minutes, seconds and a fraction, with colons or without, as Python's parser goes through them: it stops where one
 * character is left over, and takes a fraction after any of them, and after a third colon.
 */
function readClock(text: string): Clock | undefined {
  const parts: number[] = [];
  let at = 0;
  let fraction: string | undefined;
  const hasColons = text.charAt(2) === ':';
  while (parts.length < 3 && fraction === undefined) {
    const digits = text.slice(at, at + 2);
    if (!/^\d\d$/.test(digits)) return undefined;
    parts.push(Number(digits));
    at += 2;
    if (at + 1 >= text.length) return clockOf(parts, '', at === text.length);
    const next = text.charAt(at);
    if (next === '.' || next === ',') fraction = text.slice(at + 1);
    else if (hasColons && next !== ':') return undefined;
    else if (hasColons) at += 1;
  }
  fraction ??= text.slice(at);
  if (!/^\d+$/.test(fraction.slice(0, 6))) return undefined;
  return clockOf(parts, fraction.slice(0, 6), /^\d+$/.test(fraction));
}

function clockOf([hour = 0, minute = 0, second = 0]: readonly number[], fraction: string, isWhole: boolean): Clock {
  return { hour, minute, second, milliseconds: Math.floor(Number(`0.${fraction}0`) * 1000), isWhole };
}

function withinDay({ hour, minute, second, milliseconds }: Clock): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
}

/** `Z`, or how far the zone is from UTC: less than a day. */
function isZone(text: string): boolean {
  if (text === 'Z') return true;
  const clock = text.startsWith('Z') ? undefined : readClock(text.slice(1));
  if (!clock?.isWhole) return false;
  return (clock.hour * 60 + clock.minute) * 60 + clock.second < 24 * 3600;
}
