import { fc } from '../../properties';
import { Agenda } from '../../../lib/testing/lifecycle/agenda';
import { londonMidnight, nextAtLondonTime } from '../../../lib/testing/lifecycle/london';
import { iso } from '../../../lib/contract/time';

test('what is due comes out in order of time, however it went in', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 50 })), fc.nat({ max: 50 }), (times, now) => {
      const agenda = new Agenda();
      for (const dueAt of times) agenda.add({ dueAt, happen: () => undefined });
      const out: number[] = [];
      for (let due = agenda.takeDue(now); due; due = agenda.takeDue(now)) out.push(due.dueAt);
      const sorted = times.toSorted((one, other) => one - other);
      expect(out).toEqual(sorted.filter((time) => time <= now));
      expect(agenda.nextDueAt()).toBe(sorted.find((time) => time > now));
    }),
  );
});

const at = (date: string) => Date.parse(date);

test.each([
  ['2026-01-10T12:00:00.000Z', 0, '2026-01-10T00:00:00.000Z'],
  ['2026-06-10T12:00:00.000Z', 0, '2026-06-09T23:00:00.000Z'],
  ['2026-06-10T23:30:00.000Z', 0, '2026-06-10T23:00:00.000Z'],
  // The clocks go forward on 29 March and back on 25 October 2026.
  ['2026-03-30T12:00:00.000Z', 0, '2026-03-29T23:00:00.000Z'],
  ['2026-03-30T12:00:00.000Z', 1, '2026-03-29T00:00:00.000Z'],
  ['2026-10-26T12:00:00.000Z', 1, '2026-10-24T23:00:00.000Z'],
  ['2026-10-26T12:00:00.000Z', 0, '2026-10-26T00:00:00.000Z'],
])('counted from %s, midnight in London %i days before is %s', (moment, days, midnight) => {
  expect(iso(londonMidnight(at(moment), days))).toBe(midnight);
});

test.each([
  ['2026-01-10T12:00:00.000Z', '2026-01-10T17:30:00.000Z'],
  ['2026-01-10T17:30:00.000Z', '2026-01-11T17:30:00.000Z'],
  ['2026-06-10T16:29:59.000Z', '2026-06-10T16:30:00.000Z'],
  ['2026-06-10T16:30:00.000Z', '2026-06-11T16:30:00.000Z'],
  ['2026-03-28T18:00:00.000Z', '2026-03-29T16:30:00.000Z'],
])('after %s, half past five in London is at %s', (moment, next) => {
  expect(iso(nextAtLondonTime(at(moment), 17.5 * 3_600_000))).toBe(next);
});
