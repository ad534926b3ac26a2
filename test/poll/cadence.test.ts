import { fc } from '../properties';
import { channels, type Channel } from '../../lib/contract/message';
import { untrackedAfter, isDue, nextPoll, networkReportsWithin, tiers } from '../../lambda/poll/cadence';
import { roundsDue } from '../../lambda/poll/rounds';
import { noRoundsYet } from '../../lambda/shared/checkpoints/poll-checkpoint';
import { day, hour, minute } from '../../lib/contract/time';

const at = (clock: string): number => Date.parse(`2026-03-02T${clock}Z`);

/** After how long each look comes, for a message of which nothing is learnt, until it is given up. */
function looksOf(channel: Channel, interval = minute): number[] {
  const sentAt = at('09:30:20');
  const looks: number[] = [];
  for (let now = sentAt; now < sentAt + untrackedAfter[channel]; looks.push(now - sentAt)) {
    now = nextPoll(channel, sentAt, now, interval);
  }
  return looks;
}

const between = (looks: readonly number[], from: number, to: number): number[] =>
  looks.filter((age) => age > from && age <= to);

describe.each(['email', 'sms'] as const)('poll cadence: %s', (channel) => {
  it('a message is looked up within minutes, then hours, for the three days in which Notify ends it', () => {
    const looks = looksOf(channel);
    expect(between(looks, 0, 10 * minute)).toHaveLength(10);
    expect(between(looks, 10 * minute, hour)).toHaveLength(10);
    expect(between(looks, hour, day)).toHaveLength(23);
    expect(between(looks, day, 4 * day)).toHaveLength(12);
  });

  it('a message is looked up in the night after the third day, when Notify gives up on it', () => {
    expect(between(looksOf(channel), 3 * day, 4 * day)).toHaveLength(4);
  });

  it('a message is then looked up once a day until Notify has deleted it', () => {
    expect(between(looksOf(channel), 4 * day, 8 * day)).toHaveLength(4);
    expect(untrackedAfter[channel]).toBeGreaterThan(7 * day);
  });
});

describe('poll cadence: letter', () => {
  it('a letter is looked up every hour, then a few times a day, then every day', () => {
    const looks = looksOf('letter');
    expect(between(looks, 0, 2 * day)).toHaveLength(48);
    expect(between(looks, 2 * day, 10 * day)).toHaveLength(32);
    expect(between(looks, 10 * day, 60 * day)).toHaveLength(50);
  });
});

/** Goes from run to run, each of which knows when the one before was, as the poll itself does. */
function firstRunThatLooks(channel: Channel, interval: number, sentAt: number, now: number): number {
  const sent = new Date(sentAt).toISOString();
  for (let last = Math.floor(now / interval) * interval; ; last += interval) {
    const progress = { ...noRoundsYet, rounds: tiers[channel].map(() => ({ began: last })) };
    const due = roundsDue(channel, progress, '', last + interval);
    if (due.some(({ from, to }) => from <= sent && sent <= to)) return last + interval;
  }
}

describe('poll cadence: any interval', () => {
  const interval = fc.integer({ min: 1, max: 180 }).map((minutes) => minutes * minute);
  const channel = fc.constantFrom(...channels);

  const times = fc.integer({ min: at('00:00:00'), max: at('23:59:59') });
  const age = fc.integer({ min: 0, max: 20 * day });

  it('the next look-up is at a run in the future, and no tier is missed for long', () => {
    fc.assert(
      fc.property(channel, interval, times, age, (of, every, sentAt, old) => {
        const now = sentAt + old;
        const look = nextPoll(of, sentAt, now, every);
        expect(look).toBeGreaterThan(now);
        expect(look % every).toBe(0);
        const slowest = tiers[of].find(({ maxAge }) => look - sentAt <= maxAge)?.every ?? day;
        expect(look - now).toBeLessThanOrEqual(slowest + every);
      }),
    );
  });

  it('the next look-up is at the first run that has the message in its rounds', () => {
    fc.assert(
      fc.property(channel, interval, times, age, (of, every, sentAt, old) => {
        const now = sentAt + old;
        expect(nextPoll(of, sentAt, now, every)).toBe(firstRunThatLooks(of, every, sentAt, now));
      }),
    );
  });

  it.each([
    ['email', 90 * hour],
    ['letter', 10 * day - hour],
  ] as const)(
    'a message by %s whose tier ends as a period begins, between two runs, is looked up in the next run',
    (of, old) => {
      const sentAt = at('00:00:00');
      const look = nextPoll(of, sentAt, sentAt + old, 17 * minute);
      expect(look - sentAt - old).toBeLessThan(7 * hour);
      expect(look).toBe(firstRunThatLooks(of, 17 * minute, sentAt, sentAt + old));
    },
  );

  it('a period that has begun is due once, however late the run', () => {
    expect(isDue(hour, at('10:00:00'), at('10:59:59'))).toBe(false);
    expect(isDue(hour, at('10:59:59'), at('11:00:00'))).toBe(true);
    expect(isDue(hour, at('10:59:59'), at('13:30:00'))).toBe(true);
    expect(isDue(hour, at('10:30:00'), at('10:30:00') - day)).toBe(true);
  });
});

describe('poll cadence: tiers', () => {
  it.each(channels)('the tiers for %s follow each other without a gap, each slower than the one before', (channel) => {
    const ages = tiers[channel].map(({ maxAge }) => maxAge);
    const periods = tiers[channel].map(({ every }) => every);
    expect([...ages].sort((a, b) => a - b)).toEqual(ages);
    expect(ages.at(-1)).toBe(Infinity);
    for (const [place, every] of periods.entries()) expect(every % (periods[place - 1] ?? minute)).toBe(0);
    // A message must be met in each tier, whenever its rounds begin.
    for (const [place, { maxAge, every }] of tiers[channel].entries()) {
      expect(maxAge - (ages[place - 1] ?? 0)).toBeGreaterThanOrEqual(every);
    }
  });
});

it('a network abroad has three days to report, which is before Notify deletes the message', () => {
  expect(networkReportsWithin).toBeLessThan(untrackedAfter.sms);
});
