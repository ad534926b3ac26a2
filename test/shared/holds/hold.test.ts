import { fc } from '../../properties';
import { lanes, type Lane } from '../../../lib/contract/lane';
import type { QueueMessage } from '../../../lib/contract/message';
import {
  holdScopes,
  laneOf,
  scopesOf,
  extendHold,
  holdEverything,
  activeHold,
  holdUntilMidnight,
  type HoldScope,
} from '../../../lambda/shared/holds/hold';
import { aLetter, anEmail, aPrecompiledLetter, aText } from '../../contract/messages';
import { noon } from '../deliveries/deliveries';
import { aHold, aProbe } from './holds';
import { minute, second } from '../../../lib/contract/time';

describe('lane of a message', () => {
  it.each<[QueueMessage, Lane]>([
    [anEmail, 'email'],
    [aLetter, 'letter'],
    [aPrecompiledLetter, 'letter'],
    [aText, 'sms'],
  ])('a message goes in the lane of its channel: %j', (message, lane) => {
    expect(laneOf(message)).toBe(lane);
  });

  it.each([
    ['07900 900123', 'sms'],
    ['7900900123', 'sms'],
    ['+44 7900 900123', 'sms'],
    ['0044 (0)7900 900123', 'sms'],
    ['+44 7797 712345', 'sms'],
    ['+33 6 12 34 56 78', 'international_sms'],
    ['0033612345678', 'international_sms'],
    ['+1 (202) 555-0123', 'international_sms'],
    ['+7 900 123-45-67', 'international_sms'],
    ['+353 87 123 4567', 'international_sms'],
  ])('a text message to %s goes in the lane %s', (phone_number, lane) => {
    expect(laneOf({ ...aText, phone_number })).toBe(lane);
  });
});

describe('activeHold', () => {
  const stops: Readonly<Record<Lane, readonly HoldScope[]>> = {
    email: ['everything', 'email'],
    sms: ['everything', 'sms', 'text_budget'],
    international_sms: ['everything', 'sms', 'international_sms', 'text_budget'],
    letter: ['everything', 'letter'],
  };

  it.each(lanes.flatMap((lane) => holdScopes.map((scope) => [lane, scope, stops[lane].includes(scope)] as const)))(
    'the lane %s is stopped by a hold on %s: %s',
    (lane, scope, isStopped) => {
      expect(activeHold([aHold({ scope })], lane, noon) !== undefined).toBe(isStopped);
      expect(scopesOf(lane).includes(scope)).toBe(isStopped);
    },
  );

  it('a spent budget stops ordinary texts or urgent ones, and a lifted one stops none', () => {
    const [ordinary, urgent] = [aHold({ scope: 'text_budget' }), aHold({ scope: 'urgent_text_budget' })];
    for (const lane of ['sms', 'international_sms'] as const) {
      expect(activeHold([urgent, ordinary], lane, noon)).toBe(ordinary);
      expect(activeHold([ordinary, urgent], lane, noon, true)).toBe(urgent);
      expect(activeHold([{ ...ordinary, lifted: true }], lane, noon)).toBeUndefined();
    }
    expect(activeHold([ordinary, urgent], 'email', noon, true)).toBeUndefined();
  });

  it('a hold stops its lane until the moment of its end', () => {
    const hold = aHold();
    expect(activeHold([hold], 'email', hold.until - 1)).toBe(hold);
    expect(activeHold([hold], 'email', hold.until)).toBeUndefined();
  });

  it('a hold that ends only when Notify answers stops its lane until then', () => {
    const hold = aProbe();
    expect(activeHold([hold], 'email', hold.until + 24 * 60 * minute)).toBe(hold);
  });

  it('an active hold stops its lane even if another hold has ended', () => {
    const [over, stands] = [aHold({ until: noon }), aHold({ scope: 'everything' })];
    expect(activeHold([over, stands], 'email', noon)).toBe(stands);
    expect(activeHold([over], 'email', noon)).toBeUndefined();
    expect(activeHold([], 'email', noon)).toBeUndefined();
  });
});

describe('hold on everything', () => {
  it('a hold on everything is checked after half a minute, then less and less often, down to every five minutes', () => {
    let hold = holdEverything('Notify is down', noon);
    expect(hold).toEqual({
      scope: 'everything',
      reason: 'Notify is down',
      since: noon,
      until: noon + 30 * second,
      probe: true,
      probes: 0,
    });
    const waits: number[] = [];
    for (let look = 0; look < 7; look += 1) {
      const now = hold.until;
      hold = extendHold(hold, `look ${look}`, now);
      waits.push((hold.until - now) / second);
    }
    expect(waits).toEqual([60, 120, 240, 300, 300, 300, 300]);
    expect(hold).toMatchObject({ scope: 'everything', reason: 'look 6', since: noon, probe: true, probes: 7 });
  });

  it('a check never comes more than five minutes later, however long the hold lasts', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (probes) => {
        const { until } = extendHold(aProbe({ probes }), 'still', noon);
        expect(until - noon).toBeGreaterThan(0);
        expect(until - noon).toBeLessThanOrEqual(5 * minute);
      }),
    );
  });
});

describe('hold for the day', () => {
  const until = (now: string): string =>
    new Date(holdUntilMidnight('email', 'spent', Date.parse(now)).until).toISOString();

  it('a hold for the day ends at midnight UTC, when Notify’s next day begins, in summer and at year end too', () => {
    expect(until('2026-03-02T12:00:00Z')).toBe('2026-03-03T00:00:00.000Z');
    expect(until('2026-06-30T23:30:00Z')).toBe('2026-07-01T00:00:00.000Z');
    expect(until('2026-12-31T23:59:59.999Z')).toBe('2027-01-01T00:00:00.000Z');
    expect(until('2028-02-28T13:00:00Z')).toBe('2028-02-29T00:00:00.000Z');
    expect(until('2026-03-02T00:01:00Z')).toBe('2026-03-03T00:00:00.000Z');
  });

  it('a hold just after midnight lasts one minute, because the answer may still be about the day before', () => {
    expect(until('2026-03-02T00:00:00Z')).toBe('2026-03-02T00:01:00.000Z');
    expect(until('2026-03-02T00:00:35.250Z')).toBe('2026-03-02T00:01:35.250Z');
    expect(until('2026-03-02T00:00:59.999Z')).toBe('2026-03-02T00:01:59.999Z');
  });

  it('a hold for the day has its scope and reason, and ends without a check', () => {
    expect(holdUntilMidnight('international_sms', 'spent', noon)).toMatchObject({
      scope: 'international_sms',
      reason: 'spent',
      since: noon,
      probe: false,
      probes: 0,
    });
  });

  it('a hold for the day always ends, and within a day', () => {
    fc.assert(
      fc.property(fc.nat(4_000_000_000_000), (now) => {
        const hold = holdUntilMidnight('email', 'spent', now);
        expect(hold.until - now).toBeGreaterThan(0);
        expect(hold.until - now).toBeLessThanOrEqual(24 * 60 * minute);
      }),
    );
  });
});
