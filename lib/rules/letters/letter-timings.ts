import { isBankHoliday } from './bank-holidays';
import { day, hour, minute } from '../../contract/time';

export type LetterPostage = 'first' | 'second' | 'economy' | 'europe' | 'rest-of-world';

/** Delivery days a letter may take beyond the one after it is printed. */
const daysInTransit: Readonly<Record<LetterPostage, number>> = {
  // Printed early enough to travel on the printing day itself.
  first: 0,
  second: 4,
  economy: 6,
  europe: 5,
  'rest-of-world': 7,
};

const saturday = 6;
const sunday = 0;

/**
 * When Notify expects a letter to have arrived at the latest. A letter made by 5:30pm in London is printed on the next
 * working day, and arrives by 4pm on the last day that its postage may take. The seconds are those of `createdAt`,
 * because Notify sets only the hour and the minute.
 *
 * @param createdAt when Notify took the letter
 * @param postage the postage the letter goes by
 * @returns a moment in UTC, four or three in the afternoon by the season
 */
export function estimatedDelivery(createdAt: Date, postage: LetterPostage): Date {
  const processed = atLondonClock(createdAt) + 6.5 * hour;
  let delivered = nextDay(processed, isPrintingDay);
  const isDeliveryDay = postage === 'first' ? isFirstClassDeliveryDay : isPrintingDay;
  for (let days = 0; days <= daysInTransit[postage]; days += 1) delivered = nextDay(delivered, isDeliveryDay);
  const midnight = delivered - (delivered % day);
  return fromLondonClock(midnight + 16 * hour + (createdAt.getTime() % minute));
}

function nextDay(from: number, counts: (date: Date) => boolean): number {
  let next = from + day;
  while (!counts(new Date(next))) next += day;
  return next;
}

function isPrintingDay(date: Date): boolean {
  return date.getUTCDay() !== saturday && isFirstClassDeliveryDay(date);
}

function isFirstClassDeliveryDay(date: Date): boolean {
  return date.getUTCDay() !== sunday && !isBankHoliday(date.toISOString().slice(0, 10));
}

const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', hourCycle: 'h23' });

/** London's clock at a moment, in milliseconds as if that clock showed UTC, so that days can be counted on it. */
function atLondonClock(moment: Date): number {
  const ahead = (Number(london.format(moment)) - moment.getUTCHours() + 24) % 24;
  return moment.getTime() + ahead * hour;
}

/** The moment when London's clock shows this time; only for times of day at which the clocks never change. */
function fromLondonClock(clock: number): Date {
  return new Date(clock - (atLondonClock(new Date(clock)) - clock));
}
