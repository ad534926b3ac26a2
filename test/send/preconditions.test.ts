import { metrics } from '../../lib/contract/metrics';
import type { QueueMessage } from '../../lib/contract/message';
import { rateLimited, outsideSendWindow, attemptsExhausted } from '../../lambda/send/preconditions';
import { anEmail } from '../contract/messages';
import { aDelivery, noon } from '../shared/deliveries/deliveries';
import { iso } from '../../lib/contract/time';

const { names } = metrics;
const changed_at = iso(noon);

describe('a message that was tried too often', () => {
  const terms = { receives: 1, maxFailures: 10, now: noon };

  it.each([
    [{ attempts: 9, failures: 9 }, false],
    [{ attempts: 10, failures: 10 }, true],
    [{ attempts: 99, failures: 9 }, false],
    [{ attempts: 999 }, false],
    [{ attempts: 1000 }, true],
  ])('is one with %j: %s', (tried, over) => {
    expect(attemptsExhausted(aDelivery(tried), terms) !== undefined).toBe(over);
  });

  it.each([1, 3, 100])('may have failed by itself as often as the pipeline allows: %i', (maxFailures) => {
    expect(attemptsExhausted(aDelivery({ failures: maxFailures - 1 }), { ...terms, maxFailures })).toBeUndefined();
    expect(attemptsExhausted(aDelivery({ failures: maxFailures }), { ...terms, maxFailures })).toBeDefined();
  });

  it('has failed for a reason that is in its record and on the dead letter', () => {
    const given = attemptsExhausted(aDelivery({ attempts: 12, failures: 10, reason: '500: OperationalError' }), terms);
    const reason = 'Notify did not take it in 12 attempts; the last time: 500: OperationalError';
    expect(given).toEqual({
      change: { state: 'failed', failure: 'technical', changed_at, attempts: 12, failures: 10, reason },
      metric: names.failed,
      next: { kind: 'dead-letter', reason },
    });
  });

  it.each([
    [7, undefined],
    [8, 'it was received 8 times, and nobody could finish with it'],
    [31, 'it was received 31 times, and nobody could finish with it'],
  ])('is one that was received %i times without an answer', (receives, reason) => {
    expect(attemptsExhausted(aDelivery(), { ...terms, receives })?.change.reason).toBe(reason);
  });
});

describe('a message whose turn is too far away', () => {
  it('goes back until then, and is held for that reason', () => {
    expect(rateLimited(noon + 21_000, noon)).toEqual({
      change: { state: 'held', changed_at, reason: 'it waits for its turn' },
      metric: names.held,
      next: { kind: 'requeue', at: noon + 21_000 },
    });
  });
});

describe('a message that has its time', () => {
  const at = (message: Partial<QueueMessage>, now = noon) =>
    outsideSendWindow({ ...anEmail, ...message } as QueueMessage, now);

  it('goes at once when it has none', () => {
    expect(at({})).toBeUndefined();
  });

  it('is held until send_after, and goes from that moment', () => {
    expect(at({ send_after: iso(noon + 1) })).toMatchObject({
      change: { state: 'held', reason: 'it waits for send_after' },
      next: { kind: 'requeue', at: noon + 1 },
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
    expect(at({ send_after: '2026-03-02T13:00:01+01:00' })?.next).toEqual({ kind: 'requeue', at: noon + 1000 });
  });
});
