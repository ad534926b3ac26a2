import { metrics } from '../../lib/contract/metrics';
import type { QueueMessage } from '../../lib/contract/message';
import { rateLimited, outsideSendWindow, attemptsExhausted } from '../../lambda/send/preconditions';
import { anEmail } from '../contract/messages';
import { aDelivery, noon } from '../shared/deliveries/deliveries';
import { iso } from '../../lib/contract/time';

const { names } = metrics;
const changed_at = iso(noon);

describe('send: attempts exhausted', () => {
  const terms = { receives: 1, maxFailures: 10, now: noon };

  it.each([
    [{ attempts: 9, failures: 9 }, false],
    [{ attempts: 10, failures: 10 }, true],
    [{ attempts: 99, failures: 9 }, false],
    [{ attempts: 999 }, false],
    [{ attempts: 1000 }, true],
  ])('a delivery with %j has exhausted its attempts: %s', (tried, over) => {
    expect(attemptsExhausted(aDelivery(tried), terms) !== undefined).toBe(over);
  });

  it.each([1, 3, 100])('a message is given up after maxFailures failures (%i), and not before', (maxFailures) => {
    expect(attemptsExhausted(aDelivery({ failures: maxFailures - 1 }), { ...terms, maxFailures })).toBeUndefined();
    expect(attemptsExhausted(aDelivery({ failures: maxFailures }), { ...terms, maxFailures })).toBeDefined();
  });

  it('an exhausted message fails with the reason, in its record and on the dead letter', () => {
    const given = attemptsExhausted(aDelivery({ attempts: 12, failures: 10, reason: '500: OperationalError' }), terms);
    const reason = 'Notify did not accept it in 12 attempts; the last time: 500: OperationalError';
    expect(given).toEqual({
      change: { state: 'failed', failure: 'technical', changed_at, attempts: 12, failures: 10, reason },
      metric: names.failed,
      next: { kind: 'dead-letter', reason },
    });
  });

  it.each([
    [7, undefined],
    [8, 'it was read 8 times, and no run finished it'],
    [31, 'it was read 31 times, and no run finished it'],
  ])('a message received %i times without an outcome is given up from the eighth receive', (receives, reason) => {
    expect(attemptsExhausted(aDelivery(), { ...terms, receives })?.change.reason).toBe(reason);
  });
});

describe('send: rate limited', () => {
  it('a message whose token is too far off is held and requeued until then', () => {
    expect(rateLimited(noon + 21_000, noon)).toEqual({
      change: { state: 'held', changed_at, reason: 'it waits for its turn' },
      metric: names.held,
      next: { kind: 'requeue', at: noon + 21_000 },
    });
  });
});

describe('send: preconditions', () => {
  const at = (message: Partial<QueueMessage>, now = noon) =>
    outsideSendWindow({ ...anEmail, ...message } as QueueMessage, now);

  it('a message with no times of its own is sent at once', () => {
    expect(at({})).toBeUndefined();
  });

  it('a message is held until send_after, and is sent from that moment', () => {
    expect(at({ send_after: iso(noon + 1) })).toMatchObject({
      change: { state: 'held', reason: 'it waits for send_after' },
      next: { kind: 'requeue', at: noon + 1 },
    });
    expect(at({ send_after: iso(noon) })).toBeUndefined();
  });

  it('a message is sent until expires_at, and ends as expired at that moment', () => {
    expect(at({ expires_at: iso(noon + 1) })).toBeUndefined();
    expect(at({ expires_at: iso(noon) })).toEqual({
      change: { state: 'expired', changed_at, reason: 'it was not sent before expires_at' },
      metric: names.expired,
      next: { kind: 'done' },
    });
  });

  it('a message with both send_after in the future and expires_at in the past ends as expired', () => {
    expect(at({ send_after: iso(noon + 9), expires_at: iso(noon) })?.change.state).toBe('expired');
  });

  it('send_after is read with its UTC offset', () => {
    expect(at({ send_after: '2026-03-02T13:00:00+01:00' })).toBeUndefined();
    expect(at({ send_after: '2026-03-02T13:00:01+01:00' })?.next).toEqual({ kind: 'requeue', at: noon + 1000 });
  });
});
