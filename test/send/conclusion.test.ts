import { metrics } from '../../lib/contract/metrics';
import type { QueueMessage } from '../../lib/contract/message';
import type { Answer } from '../../lambda/send/attempt';
import { conclude, tooLateOrEarly, tooOften, type Conclusion } from '../../lambda/send/conclusion';
import { aLetter, anEmail, aPrecompiledLetter, aText } from '../contract/messages';
import { aDelivery, iso, noon } from '../deliveries/deliveries';

const { names } = metrics;
const minute = 60_000;
const midnight = Date.parse('2026-03-03T00:00:00.000Z');
const changed_at = iso(noon);

type Kind<K> = Omit<Extract<Answer, { kind: K }>, 'posted' | 'began' | 'kind'>;
const posted = <K extends Answer['kind']>(kind: K, rest: Kind<K>, over: Partial<Answer> = {}): Answer =>
  ({ kind, posted: true, began: noon - 200, ...rest, ...over }) as Answer;

const on = (answer: Answer, message: QueueMessage = anEmail, delivery = aDelivery({ attempts: 2 })): Conclusion =>
  conclude(answer, message, delivery, noon);

describe('a message that Notify took', () => {
  const accepted = posted('accepted', { notificationId: 'an id', templateVersion: 7 });

  it.each([
    [anEmail, 'email'],
    [aText, 'sms'],
    [aLetter, 'letter'],
    [aPrecompiledLetter, 'letter'],
  ] as const)('is sent, and its status awaited by its channel: %j', (message, awaited) => {
    expect(on(accepted, message)).toEqual({
      change: {
        state: 'sent',
        changed_at,
        sent_at: changed_at,
        attempts: 3,
        notification_id: 'an id',
        template_version: 7,
        awaited,
      },
      metric: names.sent,
      next: { kind: 'done' },
    });
  });

  it('is sent without a template version where Notify gives none', () => {
    const { change } = on(posted('accepted', { notificationId: 'an id' }), aPrecompiledLetter);
    expect(change).not.toHaveProperty('template_version');
  });

  it('counts no attempt for an id that was found by asking', () => {
    expect(on({ ...accepted, posted: false }).change).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('is never awaited for a smoke-test recipient', () => {
    const { change, next } = on(accepted, { ...aText, phone_number: '+447700900111' });
    expect(change).toMatchObject({ state: 'sent_untracked', notification_id: 'an id' });
    expect(change).not.toHaveProperty('awaited');
    expect(next).toEqual({ kind: 'done' });
  });
});

describe('a message that Notify refused', () => {
  it('for good is rejected with the reason, and gone from the queue', () => {
    expect(on(posted('rejected', { reason: 'Template not found' }))).toEqual({
      change: { state: 'rejected', changed_at, attempts: 3, reason: 'Template not found' },
      metric: names.rejected,
      next: { kind: 'done' },
    });
  });

  it.each([
    ['key refused', posted('key refused', { reason: 'the key' }), 'the key', noon + 5 * minute, names.keyRefused],
    ['too fast', posted('too fast', {}), "Notify's rate limit is reached", noon + 1000, names.held],
    [
      'daily limit of emails',
      posted('daily limit', { internationalOnly: false }),
      "Notify's daily limit for emails is spent",
      midnight,
      names.held,
    ],
    [
      'daily limit of international texts',
      posted('daily limit', { internationalOnly: true }),
      "Notify's daily limit for international text messages is spent",
      midnight,
      names.held,
    ],
  ] as const)(
    'for a while is held until it may go, and no attempt is spent: %s',
    (_what, answer, reason, at, metric) => {
      expect(on(answer)).toEqual({
        change: { state: 'held', changed_at, reason },
        metric,
        next: { kind: 'put back', at },
      });
    },
  );

  it.each([
    [aText, 'text messages'],
    [aLetter, 'letters'],
    [aPrecompiledLetter, 'letters'],
  ] as const)('for the day names its channel: %j', (message, channel) => {
    const { change } = on(posted('daily limit', { internationalOnly: false }), message);
    expect(change.reason).toContain(channel);
  });

  it.each(['key refused', 'too fast', 'daily limit'] as const)(
    'when it was only asked for (%s) stays unknown, for an earlier attempt may have arrived',
    (kind) => {
      const rest = { reason: 'the key', internationalOnly: false };
      const { change, next } = on(posted(kind, rest, { posted: false }));
      expect(change).toMatchObject({ state: 'sending' });
      expect(next).toEqual({ kind: 'put back', at: change.lease_until });
    },
  );

  it('waits for midnight in UTC, also in summer and on the last second of a year', () => {
    const limit = posted('daily limit', { internationalOnly: false });
    const until = (now: string): unknown => conclude(limit, anEmail, aDelivery(), Date.parse(now)).next;
    expect(until('2026-06-30T23:30:00Z')).toMatchObject({ at: Date.parse('2026-07-01T00:00:00Z') });
    expect(until('2026-12-31T23:59:59.999Z')).toMatchObject({ at: Date.parse('2027-01-01T00:00:00Z') });
    expect(until('2026-03-02T00:00:00Z')).toMatchObject({ at: midnight });
  });
});

describe('a message of which nobody knows', () => {
  const unknown = (attempts: number, over: Partial<Answer> = {}): Conclusion =>
    on(posted('unknown', { reason: 'no answer', counts: false }, over), anEmail, aDelivery({ attempts }));

  it('stays claimed until it may be asked for, and comes back then', () => {
    expect(unknown(0)).toEqual({
      change: { state: 'sending', changed_at, attempts: 1, lease_until: noon + 45_000, reason: 'no answer' },
      metric: names.unknownOutcome,
      next: { kind: 'put back', at: noon + 45_000 },
    });
  });

  it('is asked for ever more rarely, but every quarter of an hour', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 90].map((attempts) => {
      const { next } = unknown(attempts);
      return next.kind === 'put back' ? (next.at - noon) / 1000 : undefined;
    });
    expect(waits).toEqual([45, 90, 180, 360, 720, 900, 900, 900]);
  });

  it('is never asked for within 45 seconds of the request', () => {
    for (const began of [noon - 35_000, noon, noon + 20_000]) {
      const { next } = unknown(0, { began });
      expect(next).toMatchObject({ kind: 'put back' });
      expect(next.kind === 'put back' && next.at - began).toBeGreaterThanOrEqual(45_000);
    }
  });

  it('has one more failure when Notify itself failed on it, and none when it was only asked for', () => {
    const failed = (over: Partial<Answer>) =>
      on(posted('unknown', { reason: '500', counts: true }, over), anEmail, aDelivery({ attempts: 4, failures: 3 }));
    expect(failed({}).change).toMatchObject({ attempts: 5, failures: 4 });
    expect(failed({ posted: false }).change).toMatchObject({ attempts: 4, failures: 3 });
  });

  it('is not given up before Notify was asked once more', () => {
    const tenth = on(posted('unknown', { reason: '500', counts: true }), anEmail, aDelivery({ failures: 9 }));
    expect(tenth.change.state).toBe('sending');
  });
});

describe('a message that was tried too often', () => {
  it.each([
    [{ attempts: 9, failures: 9 }, false],
    [{ attempts: 10, failures: 10 }, true],
    [{ attempts: 99, failures: 9 }, false],
    [{ attempts: 99 }, false],
    [{ attempts: 100 }, true],
  ])('is one with %j: %s', (tried, over) => {
    expect(tooOften(aDelivery(tried), noon) !== undefined).toBe(over);
  });

  it('has failed for a reason that is in its record and on the dead letter', () => {
    const given = tooOften(aDelivery({ attempts: 12, failures: 10, reason: '500: OperationalError' }), noon);
    const reason = 'Notify did not take it in 12 attempts; the last time: 500: OperationalError';
    expect(given).toEqual({
      change: { state: 'failed', failure: 'technical', changed_at, reason },
      metric: names.failed,
      next: { kind: 'bury', reason },
    });
  });
});

describe('a message that has its time', () => {
  const at = (message: Partial<QueueMessage>, now = noon) =>
    tooLateOrEarly({ ...anEmail, ...message } as QueueMessage, now);

  it('goes at once when it has none', () => {
    expect(at({})).toBeUndefined();
  });

  it('is held until send_after, and goes from that moment', () => {
    expect(at({ send_after: iso(noon + 1) })).toMatchObject({
      change: { state: 'held', reason: 'it waits for send_after' },
      next: { kind: 'put back', at: noon + 1 },
    });
    expect(at({ send_after: iso(noon) })).toBeUndefined();
  });

  it('goes until expires_at, and expires at that moment', () => {
    expect(at({ expires_at: iso(noon + 1) })).toBeUndefined();
    expect(at({ expires_at: iso(noon) })).toEqual({
      change: { state: 'expired', changed_at, reason: 'it was not sent before expires_at' },
      metric: names.expired,
      next: { kind: 'done' },
    });
  });

  it('expires rather than wait when both are over or to come', () => {
    expect(at({ send_after: iso(noon + 9), expires_at: iso(noon) })?.change.state).toBe('expired');
  });

  it('is understood with its offset', () => {
    expect(at({ send_after: '2026-03-02T13:00:00+01:00' })).toBeUndefined();
    expect(at({ send_after: '2026-03-02T13:00:01+01:00' })?.next).toEqual({ kind: 'put back', at: noon + 1000 });
  });
});
