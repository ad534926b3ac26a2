import { isBankHoliday } from '../../../lib/rules/letters/bank-holidays';

function bankHolidaysOf(year: number): string[] {
  const days: string[] = [];
  for (let day = new Date(Date.UTC(year, 0, 1)); day.getUTCFullYear() === year; day.setUTCDate(day.getUTCDate() + 1)) {
    const date = day.toISOString().slice(0, 10);
    if (isBankHoliday(date)) days.push(date.slice(5));
  }
  return days;
}

// As published on https://www.gov.uk/bank-holidays for England and Wales.
test.each([
  [2018, '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26'],
  [2019, '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26'],
  [2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'],
  [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
  [2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'],
  [2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
  [2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'],
  [2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
  [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
  [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
])('the bank holidays of %i are those that were published', (year, days) => {
  expect(bankHolidaysOf(year)).toEqual(days.split(' '));
});

test.each([
  [2002, '01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26'],
  [2011, '01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27'],
  [2012, '01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26'],
])('jubilees and royal weddings count as bank holidays: %i', (year, days) => {
  expect(bankHolidaysOf(year)).toEqual(days.split(' '));
});
