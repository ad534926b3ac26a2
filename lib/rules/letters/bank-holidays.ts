/**
 * The bank holidays of England and Wales, by the rules that have made them since 1978, with every one-off up to the
 * end of 2026 (https://www.gov.uk/bank-holidays). A day proclaimed after that has to be added here.
 */

/** Days are written as ISO dates, such as `2026-12-28`. */
export type IsoDate = string;

// A bank holiday moved for one year: the day it would have been, and the day it was.
const moved: ReadonlyMap<IsoDate, IsoDate> = new Map([
  ['1995-05-01', '1995-05-08'],
  ['2002-05-27', '2002-06-04'],
  ['2012-05-28', '2012-06-04'],
  ['2020-05-04', '2020-05-08'],
  ['2022-05-30', '2022-06-02'],
]);

const extra: readonly IsoDate[] = [
  '1981-07-29',
  '1999-12-31',
  '2002-06-03',
  '2011-04-29',
  '2012-06-05',
  '2022-06-03',
  '2022-09-19',
  '2023-05-08',
];

const monday = 1;
const dayInMilliseconds = 86_400_000;
const byYear = new Map<number, ReadonlySet<IsoDate>>();

/** Whether a day is a bank holiday in England and Wales. */
export function isBankHoliday(day: IsoDate): boolean {
  const year = Number(day.slice(0, 4));
  let holidays = byYear.get(year);
  if (!holidays) {
    holidays = bankHolidaysOf(year);
    byYear.set(year, holidays);
  }
  return holidays.has(day);
}

function bankHolidaysOf(year: number): ReadonlySet<IsoDate> {
  const easter = easterSunday(year);
  const regular = [
    onWorkday(utc(year, 1, 1)),
    addDays(easter, -2),
    addDays(easter, 1),
    firstMondayFrom(utc(year, 5, 1)),
    firstMondayFrom(utc(year, 5, 25)),
    firstMondayFrom(utc(year, 8, 25)),
    ...christmas(year),
  ].map(iso);
  return new Set([
    ...regular.map((day) => moved.get(day) ?? day),
    ...extra.filter((day) => day.startsWith(`${year}-`)),
  ]);
}

/** Christmas and Boxing Day, each with the Monday or Tuesday that stands in for it when it falls on a weekend. */
function christmas(year: number): Date[] {
  const days = [utc(year, 12, 25), utc(year, 12, 26)];
  const onWeekdays = days.filter((day) => !isWeekend(day));
  const substitutes = [27, 28].map((day) => utc(year, 12, day)).filter((day) => !isWeekend(day));
  return [...onWeekdays, ...substitutes.slice(0, days.length - onWeekdays.length)];
}

/** Easter by the Gregorian reckoning of Meeus, Jones and Butcher. */
function easterSunday(year: number): Date {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const corrected = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + corrected + 15) % 30;
  const fullMoon = epact - (epact > 28 || (epact === 28 && golden > 10) ? 1 : 0);
  const weekday = (year + Math.floor(year / 4) + fullMoon + 2 - century + Math.floor(century / 4)) % 7;
  return addDays(utc(year, 3, 28), fullMoon - weekday);
}

function onWorkday(day: Date): Date {
  return isWeekend(day) ? firstMondayFrom(day) : day;
}

function firstMondayFrom(day: Date): Date {
  return addDays(day, (monday - day.getUTCDay() + 7) % 7);
}

function isWeekend(day: Date): boolean {
  return day.getUTCDay() === 0 || day.getUTCDay() === 6;
}

function utc(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month - 1, day));
}

function addDays(day: Date, days: number): Date {
  return new Date(day.getTime() + days * dayInMilliseconds);
}

function iso(day: Date): IsoDate {
  return day.toISOString().slice(0, 10);
}
