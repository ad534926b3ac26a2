import { estimatedDelivery, type LetterPostage } from '../../../lib/rules/letters/letter-timings';
import { readVectors } from '../../vectors';

interface LetterTimingCase {
  created_at: string;
  postage: LetterPostage;
  estimated_delivery: string;
}

/** Notify writes six digits of a second where JavaScript keeps three. */
function asNotifyWrites(moment: Date): string {
  return moment.toISOString().replace('Z', '000Z');
}

function delivery(createdAt: string, postage: LetterPostage): string {
  return estimatedDelivery(new Date(createdAt), postage).toISOString();
}

describe('letter timings: recorded letters', () => {
  test.each(readVectors<LetterTimingCase>('letter_timings.json').cases)(
    'a letter made at $created_at ($postage) arrives when Notify expected it',
    ({ created_at, postage, estimated_delivery }) => {
      expect(asNotifyWrites(estimatedDelivery(new Date(created_at), postage))).toBe(estimated_delivery);
    },
  );
});

describe('letter timings: end of the working day', () => {
  test('the working day ends at half past four UTC in summer', () => {
    expect(delivery('2026-07-06T16:29:59.999Z', 'first')).toBe('2026-07-08T15:00:59.999Z');
    expect(delivery('2026-07-06T16:30:00.000Z', 'first')).toBe('2026-07-09T15:00:00.000Z');
  });

  test('a letter made late on a Sunday is printed on Tuesday', () => {
    expect(delivery('2026-01-11T17:00:00Z', 'first')).toBe('2026-01-13T16:00:00.000Z');
    expect(delivery('2026-01-11T17:30:00Z', 'first')).toBe('2026-01-14T16:00:00.000Z');
  });
});

describe('letter timings: weekends', () => {
  test('only first class letters arrive on a Saturday', () => {
    expect(delivery('2026-01-08T09:00:00Z', 'first')).toBe('2026-01-10T16:00:00.000Z');
    expect(delivery('2026-01-02T09:00:00Z', 'second')).toBe('2026-01-12T16:00:00.000Z');
  });

  test('a letter made on a Friday, a Saturday or a Sunday is printed on Monday', () => {
    for (const made of ['2026-01-09T09:00:00Z', '2026-01-10T12:00:00Z', '2026-01-11T12:00:00Z']) {
      expect(delivery(made, 'first')).toBe('2026-01-13T16:00:00.000Z');
    }
  });
});

describe('letter timings: clock changes', () => {
  test('a letter made in winter and delivered in summer arrives at four o’clock summer time', () => {
    expect(delivery('2026-03-27T10:00:00Z', 'first')).toBe('2026-03-31T15:00:00.000Z');
    expect(delivery('2026-03-27T17:15:00Z', 'second')).toBe('2026-04-08T15:00:00.000Z');
  });

  test('a letter made in summer and delivered in winter arrives at four o’clock winter time', () => {
    expect(delivery('2026-10-23T10:00:00Z', 'first')).toBe('2026-10-27T16:00:00.000Z');
    expect(delivery('2026-10-23T16:45:00Z', 'first')).toBe('2026-10-27T16:00:00.000Z');
    expect(delivery('2026-10-22T16:45:00Z', 'second')).toBe('2026-11-02T16:00:00.000Z');
  });
});

test('nothing is printed or delivered on a bank holiday', () => {
  // Thursday before Good Friday: printed on the Tuesday after Easter Monday.
  expect(delivery('2027-03-25T12:00:00Z', 'first')).toBe('2027-03-31T15:00:00.000Z');
  // Christmas 2027 falls on a Saturday, so Monday and Tuesday stand in for it and Boxing Day.
  expect(delivery('2027-12-24T12:00:00Z', 'first')).toBe('2027-12-30T16:00:00.000Z');
  expect(delivery('2027-12-23T12:00:00Z', 'second')).toBe('2028-01-05T16:00:00.000Z');
  expect(delivery('2026-08-28T12:00:00Z', 'first')).toBe('2026-09-02T15:00:00.000Z');
});

test('a Christmas Day on a Saturday is a delivery day, because Notify lists only its substitute', () => {
  expect(delivery('2027-12-23T12:00:00Z', 'first')).toBe('2027-12-25T16:00:00.000Z');
});
