import * as fc from 'fast-check';
import { channels } from '../../lib/contract/message';
import { givenUpAfter, lookBack } from '../../lambda/poll/cadence';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (clock: string): number => Date.parse(`2026-03-02T${clock}Z`);

describe('a run of every minute', () => {
  it.each([
    ['10:01:00', 10 * minute],
    ['10:04:59', 10 * minute],
    ['10:05:00', hour],
    ['10:55:30', hour],
    ['10:00:00', day],
    ['12:00:00', Infinity],
    ['00:00:00', Infinity],
  ])('at %s looks at emails and texts of the last %d milliseconds', (clock, back) => {
    expect(lookBack('email', at(clock), minute)).toBe(back);
    expect(lookBack('sms', at(clock), minute)).toBe(back);
  });

  it.each([
    ['10:01:00', 0],
    ['10:59:59', 0],
    ['10:00:00', 2 * day],
    ['12:00:00', 10 * day],
    ['00:00:00', Infinity],
  ])('at %s looks at letters of the last %d milliseconds', (clock, back) => {
    expect(lookBack('letter', at(clock), minute)).toBe(back);
  });
});

describe('a run of every hour', () => {
  it('still meets everything that is due', () => {
    expect(lookBack('email', at('10:30:00'), hour)).toBe(day);
    expect(lookBack('letter', at('10:30:00'), hour)).toBe(2 * day);
    expect(lookBack('email', at('12:30:00'), hour)).toBe(Infinity);
  });
});

describe('over any runs', () => {
  /** How often a message of an age is to be looked at. */
  const tiers = {
    email: [
      { age: 10 * minute, every: minute },
      { age: hour, every: 5 * minute },
      { age: day, every: hour },
      { age: 30 * day, every: 6 * hour },
    ],
    letter: [
      { age: 2 * day, every: hour },
      { age: 10 * day, every: 6 * hour },
      { age: 50 * day, every: day },
    ],
  };
  const gaps = fc.array(fc.integer({ min: 1, max: 3 * hour }), { minLength: 1, maxLength: 60 });

  it.each(['email', 'letter'] as const)(
    'every age of an %s is met by the first run of each of its periods',
    (channel) => {
      fc.assert(
        fc.property(fc.integer({ min: at('00:00:00'), max: at('23:59:59') }), gaps, (start, between) => {
          let last = start;
          const missed = between.flatMap((gap) => {
            const [before, now] = [last, last + gap];
            last = now;
            const back = lookBack(channel, now, gap);
            const due = tiers[channel].filter(({ every }) => Math.floor(now / every) !== Math.floor(before / every));
            return due.filter(({ age }) => back < age);
          });
          expect(missed).toEqual([]);
        }),
      );
    },
  );

  it.each(['email', 'letter'] as const)('no age of an %s is met twice in one of its periods', (channel) => {
    const runs = Array.from({ length: 3 * 24 * 60 }, (_, n) => at('00:00:00') + n * minute);
    for (const { age, every } of tiers[channel]) {
      const met = runs.filter((now) => lookBack(channel, now, minute) >= age).map((now) => Math.floor(now / every));
      expect(met).toHaveLength(new Set(met).size);
    }
  });
});

describe('a message whose end nobody knows', () => {
  it('is given up after Notify has forgotten it, not before', () => {
    for (const channel of channels) expect(givenUpAfter[channel]).toBeGreaterThan(7 * day);
  });
});
