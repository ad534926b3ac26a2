import { decideText, type LogEntry } from '../../../lambda/shared/text-limits/number-log';
import { day, hour, minute } from '../../../lib/contract/time';
import { fc } from '../../properties';
import { noon } from '../deliveries/deliveries';

const rule = { perNumberAnHour: 3, perNumberADay: 5 };

describe('decideText', () => {
  test('there are never more than the limits in any hour or day, whenever it begins, though each is given to Notify some seconds later', () => {
    const waits = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 40 * minute }), late: fc.integer({ min: 0, max: 40_000 }) }),
      {
        minLength: 40,
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(waits, (texts) => {
        let now = noon;
        let log: readonly LogEntry[] = [];
        const sent: number[] = [];
        texts.forEach(({ wait, late }, place) => {
          now += wait;
          const decision = decideText(log, `text ${place}`, rule, now);
          if (decision.kind !== 'taken') return;
          log = decision.log;
          sent.push(now + late);
        });
        const most = (within: number): number =>
          Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + within).length));
        expect(most(hour)).toBeLessThanOrEqual(rule.perNumberAnHour);
        expect(most(day)).toBeLessThanOrEqual(rule.perNumberADay);
      }),
      { numRuns: 200 },
    );
  });

  test('one that is full says which limit it is, and from when there is room', () => {
    const log = [1, 2, 3].map((minutes) => ({ id: `text ${minutes}`, at: noon + minutes * minute }));
    const decision = decideText(log, 'another', rule, noon + 10 * minute);
    expect(decision).toEqual({
      kind: 'full',
      until: noon + minute + hour + minute,
      limit: 'the limit of 3 text messages an hour to one number is reached',
    });
    const until = noon + minute + hour + minute;
    expect(decideText(log, 'another', rule, until - 1).kind).toBe('full');
    expect(decideText(log, 'another', rule, until).kind).toBe('taken');
  });

  test('a message that is tried again is counted once, and as sent when it was tried last', () => {
    const log = [1, 2, 3].map((minutes) => ({ id: `text ${minutes}`, at: noon + minutes * minute }));
    expect(decideText(log, 'text 3', rule, noon + 3 * minute + 10_000)).toEqual({ kind: 'kept' });
    expect(decideText(log, 'text 1', rule, noon + 30 * minute)).toEqual({
      kind: 'taken',
      log: [...log.slice(1), { id: 'text 1', at: noon + 30 * minute }],
    });
  });

  test('what is no longer counted is forgotten, so that a log stays as short as a day', () => {
    const old = Array.from({ length: 50 }, (_, place) => ({ id: `text ${place}`, at: noon - day - 2 * minute }));
    expect(decideText(old, 'another', rule, noon)).toEqual({ kind: 'taken', log: [{ id: 'another', at: noon }] });
  });
});
