import { metrics } from '../../lib/contract/metrics';
import type { QueueMessage } from '../../lib/contract/message';
import type { SubmitResult } from '../../lambda/send/submit';
import { decide, toBeVerified, type SendDecision } from '../../lambda/send/decide';
import type { LaneFindings } from '../../lambda/send/lane-findings';
import { aLetter, anEmail, aPrecompiledLetter, aText } from '../contract/messages';
import { aDelivery, noon } from '../shared/deliveries/deliveries';
import { iso, minute } from '../../lib/contract/time';

const { names } = metrics;
const midnight = Date.parse('2026-03-03T00:00:00.000Z');
const changed_at = iso(noon);

type Kind<K> = Omit<Extract<SubmitResult, { kind: K }>, 'posted' | 'began' | 'kind'>;
const posted = <K extends SubmitResult['kind']>(
  kind: K,
  rest: Kind<K>,
  over: Partial<SubmitResult> = {},
): SubmitResult => ({ kind, posted: true, began: noon - 200, ...rest, ...over }) as SubmitResult;

const on = (
  answer: SubmitResult,
  message: QueueMessage = anEmail,
  delivery = aDelivery({ attempts: 2 }),
  lane: LaneFindings = {},
): SendDecision => decide(answer, message, delivery, noon, lane);

describe('send decision: accepted', () => {
  const accepted = posted('accepted', { notificationId: 'an id', templateVersion: 7, copies: 1 });

  it.each([
    [anEmail, 'email'],
    [aText, 'sms'],
    [aLetter, 'letter'],
    [aPrecompiledLetter, 'letter'],
  ] as const)('an accepted message is sent, and its status is awaited under its channel: %j', (message, awaited) => {
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

  it('an accepted message has no template version if Notify gives none', () => {
    const { change } = on(posted('accepted', { notificationId: 'an id', copies: 1 }), aPrecompiledLetter);
    expect(change).not.toHaveProperty('template_version');
  });

  it('an id found by a look-up counts as no attempt', () => {
    expect(on({ ...accepted, posted: false }).change).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('a message found by a look-up has at least one attempt, even if its worker died before recording one', () => {
    const { change } = on({ ...accepted, posted: false }, anEmail, aDelivery({ attempts: 0 }));
    expect(change).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('a message that Notify has twice counts as sent, and is marked as a suspected duplicate', () => {
    const twice = on(posted('accepted', { notificationId: 'an id', copies: 2 }));
    expect(twice).toMatchObject({
      change: { state: 'sent', duplicate_suspected: true, reason: 'Notify has 2 messages for it' },
      next: { kind: 'done' },
    });
    expect(on(accepted).change).not.toHaveProperty('duplicate_suspected');
  });

  it('a message to a smoke-test recipient is never awaited', () => {
    const { change, next } = on(accepted, { ...aText, phone_number: '+447700900111' });
    expect(change).toMatchObject({ state: 'sent_untracked', notification_id: 'an id' });
    expect(change).not.toHaveProperty('awaited');
    expect(next).toEqual({ kind: 'done' });
  });
});

describe('send decision: refused', () => {
  it('a rejected message ends with the reason and leaves the queue', () => {
    expect(on(posted('rejected', { reason: 'Template not found', mayChange: false }))).toEqual({
      change: { state: 'rejected', changed_at, attempts: 3, reason: 'Template not found' },
      metric: names.rejected,
      next: { kind: 'done' },
    });
  });

  it('for what may change without it is rejected, and may be published again as it is', () => {
    expect(on(posted('rejected', { reason: 'Template not found', mayChange: true })).change).toMatchObject({
      state: 'rejected',
      may_change: true,
    });
  });

  it('for a condition of the service comes back in 10 seconds, then ever later, and counts as no failure', () => {
    const refused = (refusals: number): SendDecision =>
      on(
        posted('not allowed', { reason: 'a team key', ofRecipients: true }),
        anEmail,
        aDelivery({ attempts: 2, ...(refusals > 0 ? { refusals } : {}) }),
      );
    expect(refused(0)).toEqual({
      change: { state: 'held', changed_at, attempts: 3, refusals: 1, reason: 'a team key' },
      metric: names.held,
      next: { kind: 'requeue', at: noon + 10_000 },
    });
    const waits = [0, 1, 2, 3, 4, 5, 6].map((refusals) => refused(refusals).next);
    expect(waits).toEqual([10, 20, 40, 80, 160, 160, 160].map((s) => ({ kind: 'requeue', at: noon + s * 1000 })));
  });

  it('for a condition of the service as the one that finds out for its lane waits with the others', () => {
    const probe = on(posted('not allowed', { reason: 'a team key', ofRecipients: true }), anEmail, undefined, {
      wasProbed: true,
    });
    expect(probe).toMatchObject({ change: { state: 'held', attempts: 3 }, next: { kind: 'hold', lane: 'email' } });
    expect(probe.change).not.toHaveProperty('refusals');
  });

  it('for a condition that is how it is meant to be is rejected, and may be published again', () => {
    expect(
      on(posted('not allowed', { reason: 'a team key', ofRecipients: true }), anEmail, undefined, { isMeant: true }),
    ).toEqual({
      change: { state: 'rejected', changed_at, attempts: 3, reason: 'a team key', may_change: true },
      metric: names.rejected,
      next: { kind: 'done' },
    });
  });

  it('a refused key holds everything, and the message waits on its lane', () => {
    const reason = '403: AuthError API key not found';
    expect(on(posted('key refused', { reason }))).toEqual({
      change: { state: 'held', changed_at, reason },
      metric: names.keyRefused,
      next: { kind: 'hold', lane: 'email' },
      hold: { scope: 'everything', reason, since: noon, until: noon + minute / 2, probe: true, probes: 0 },
    });
  });

  it.each([
    [false, 'sms', "Notify's daily limit for text messages is spent"],
    [true, 'international_sms', "Notify's daily limit for international text messages is spent"],
  ] as const)(
    'a daily limit (international texts only: %s) holds what it covers until midnight, on its lane',
    (internationalOnly, scope, reason) => {
      expect(on(posted('daily limit', { internationalOnly }), aText)).toEqual({
        change: { state: 'held', changed_at, reason },
        metric: names.held,
        next: { kind: 'hold', lane: scope },
        hold: { scope, reason, since: noon, until: midnight, probe: false, probes: 0 },
      });
    },
  );

  it('a rate-limited message is requeued for 10 seconds, and nothing else is held', () => {
    expect(on(posted('rate limited', {}))).toEqual({
      change: { state: 'held', changed_at, reason: "Notify's rate limit is reached" },
      metric: names.held,
      next: { kind: 'requeue', at: noon + 10_000 },
    });
  });

  it.each([
    posted('key refused', { reason: 'the key' }),
    posted('daily limit', { internationalOnly: false }),
    posted('rate limited', {}),
  ])('a temporary refusal uses no attempt: $kind', (answer) => {
    expect(on(answer).change).not.toHaveProperty('attempts');
  });

  it.each([
    [anEmail, 'email', 'emails'],
    [aText, 'sms', 'text messages'],
    [aLetter, 'letter', 'letters'],
    [aPrecompiledLetter, 'letter', 'letters'],
  ] as const)('a daily limit holds the channel and names it: %j', (message, scope, channel) => {
    const { change, hold } = on(posted('daily limit', { internationalOnly: false }), message);
    expect(change.reason).toBe(`Notify's daily limit for ${channel} is spent`);
    expect(hold).toMatchObject({ scope, reason: change.reason });
  });
});

describe('send decision: after a look-up that found nothing', () => {
  it.each([
    posted('key refused', { reason: 'the key' }),
    posted('daily limit', { internationalOnly: false }),
    posted('rate limited', {}),
  ])('a message that must wait ($kind) is looked up again before it is sent, because it may arrive late', (answer) => {
    const given = on(answer);
    expect(toBeVerified(given, noon)).toEqual({
      ...given,
      change: { ...given.change, state: 'sending', lease_until: noon },
    });
  });

  it.each([
    posted('accepted', { notificationId: 'an id', copies: 1 }),
    posted('rejected', { reason: 'Template not found', mayChange: false }),
    posted('unknown', { reason: 'no answer' }),
  ])('an answer that does not hold the message ($kind) is decided as usual', (answer) => {
    expect(toBeVerified(on(answer), noon)).toEqual(on(answer));
  });
});

describe('send decision: unknown outcome', () => {
  const unknown = (attempts: number, over: Partial<SubmitResult> = {}, lane: LaneFindings = {}): SendDecision =>
    on(posted('unknown', { reason: 'no answer' }, over), anEmail, aDelivery({ attempts }), lane);

  const waitsOf = (lane: LaneFindings): (number | undefined)[] =>
    [0, 1, 2, 3, 4, 5, 6, 7, 90].map((attempts) => {
      const { next } = unknown(attempts, {}, lane);
      return next.kind === 'requeue' ? (next.at - noon) / 1000 : undefined;
    });

  it('a message with an unknown outcome stays claimed until its look-up, and is requeued until then', () => {
    expect(unknown(0)).toEqual({
      change: {
        state: 'sending',
        changed_at,
        attempts: 1,
        failed_at: noon - 200,
        lease_until: noon + 45_000,
        reason: 'no answer',
      },
      metric: names.unknownOutcome,
      next: { kind: 'requeue', at: noon + 45_000 },
    });
  });

  it('is tried ever more rarely, but every quarter of an hour where others of its lane are taken', () => {
    expect(waitsOf({ takesOthers: true })).toEqual([45, 90, 180, 360, 720, 900, 900, 900, 900]);
  });

  it('is tried every 55 minutes in the end where no other is taken, so that its attempts last for hours', () => {
    expect(waitsOf({})).toEqual([45, 90, 180, 360, 720, 1440, 2880, 3300, 3300]);
  });

  it('a message is never looked up within 45 seconds of the request', () => {
    for (const began of [noon - 35_000, noon, noon + 20_000]) {
      const { next } = unknown(0, { began });
      expect(next).toMatchObject({ kind: 'requeue' });
      expect(next.kind === 'requeue' && next.at - began).toBeGreaterThanOrEqual(45_000);
    }
  });

  it('says when it was given to Notify last, so that we can find out later whose fault that failure was', () => {
    const failed = (over: Partial<SubmitResult>, before = {}) =>
      on(posted('unknown', { reason: '500' }, over), anEmail, aDelivery({ attempts: 4, failures: 3, ...before }))
        .change;
    expect(failed({})).toMatchObject({ attempts: 5, failures: 3, failed_at: noon - 200 });
    expect(failed({ posted: false })).toMatchObject({ attempts: 4, failures: 3, failed_at: noon - 200 });
    expect(failed({ posted: false }, { failed_at: noon - minute })).toMatchObject({ failed_at: noon - minute });
  });

  it('is asked for at most a thousand times in vain, about ten days, and is then nobody’s to send', () => {
    const afterLookups = (lookups: number): SendDecision =>
      on(posted('unknown', { reason: '414' }, { posted: false }), anEmail, aDelivery({ attempts: 1, lookups }));
    expect(afterLookups(998)).toMatchObject({
      change: { state: 'sending', attempts: 1, lookups: 999, lease_until: noon + 900_000 },
      next: { kind: 'requeue', at: noon + 900_000 },
    });
    const reason = 'Notify may have it, but did not answer in 1000 look-ups; the last time: 414';
    expect(afterLookups(999)).toEqual({
      change: {
        state: 'failed',
        failure: 'technical',
        changed_at,
        attempts: 1,
        lookups: 1000,
        failed_at: noon - 200,
        reason,
      },
      metric: names.failed,
      next: { kind: 'dead-letter', reason },
    });
  });

  it('a message is not given up before a last look-up', () => {
    const tenth = on(posted('unknown', { reason: '500' }), anEmail, aDelivery({ failures: 9 }));
    expect(tenth.change.state).toBe('sending');
  });
});
