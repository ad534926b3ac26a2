const date = /^(?<year>\d{4})(?:-(?<month>\d\d)-(?<day>\d\d)|(?<basicMonth>\d\d)(?<basicDay>\d\d))$/;
const weekDate = /^(?<year>\d{4})(?:-W(?<week>\d\d)(?:-(?<weekday>\d))?|W(?<basicWeek>\d\d)(?<basicWeekday>\d)?)$/;
const time =
  /^(?<hour>\d\d)(?:(?<separator>:?)(?<minute>\d\d)(?:\k<separator>(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?$/;

const day = 86_400_000;

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
  const zoneAt = rest.search(/[+\-Z]/);
  const clock = readTime(zoneAt === -1 ? rest : rest.slice(0, zoneAt));
  if (clock === undefined || (zoneAt !== -1 && !isZone(rest.slice(zoneAt)))) return undefined;
  return midnight + clock;
}

/** How many characters of a text are its date, whose forms have different lengths. */
function dateLength(text: string): number {
  if (text.charAt(4) === '-') {
    if (text.charAt(5) !== 'W') return 10;
    // `2026-W48-7`, where a hyphen may as well begin the time.
    return text.charAt(8) === '-' && text.length !== 8 && /^\d(?!\d)/.test(text.slice(9)) ? 10 : 8;
  }
  if (text.charAt(4) !== 'W') return 8;
  return (/^\d+/.exec(text.slice(7))?.[0].length ?? 0) % 2 === 0 ? 7 : 8;
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

function readTime(text: string): number | undefined {
  const groups = time.exec(text)?.groups;
  if (!groups) return undefined;
  const { hour, minute = '0', second = '0', fraction = '0' } = groups;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
}

/** `Z`, or how far the zone is from UTC: less than a day. */
function isZone(text: string): boolean {
  return text === 'Z' || readTime(text.slice(1)) !== undefined;
}
