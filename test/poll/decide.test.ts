import { decide, type LookupAnswer, type PollTerms } from '../../lambda/poll/decide';
import type { AwaitedDelivery } from '../../lambda/shared/deliveries/delivery-store';
import { noon } from '../shared/deliveries/deliveries';
import { aNotification } from '../shared/deliveries/notifications';
import { day, hour, iso, minute } from '../../lib/contract/time';

const sent = (ago: number, status?: string): AwaitedDelivery => ({
  id: 'the delivery',
  sent_at: iso(noon - ago),
  notification_id: 'the notification',
  ...(status === undefined ? {} : { status }),
});
const terms = (overrides: Partial<PollTerms> = {}): PollTerms => ({
  channel: 'email',
  now: noon,
  callbacks: false,
  ...overrides,
});
const says = (status: string, completed_at: string | null = null): LookupAnswer =>
  aNotification({ status, completed_at });
const untracked = (reason: string) =>
  expect.objectContaining({ end: expect.objectContaining({ state: 'sent_untracked', reason }) });

describe('an end', () => {
  it.each([
    ['delivered', { state: 'delivered', status: 'delivered' }],
    ['permanent-failure', { state: 'failed', failure: 'permanent', reason: 'Notify says permanent-failure' }],
    ['temporary-failure', { state: 'failed', failure: 'temporary', reason: 'Notify says temporary-failure' }],
    ['technical-failure', { state: 'failed', failure: 'technical', reason: 'Notify says technical-failure' }],
  ])('is written down: %s', (status, end) => {
    expect(decide(sent(hour), says(status), terms())).toMatchObject({ kind: 'end', end, missedCallback: false });
  });
});

describe('when Notify sends receipts', () => {
  const callbacks = true;

  it.each(['delivered', 'temporary-failure', 'permanent-failure'])(
    '%s is left to its receipt for a minute, and then counts as one that did not come',
    (status) => {
      for (const channel of ['email', 'sms'] as const) {
        const [fresh, old] = [iso(noon - minute + 1), iso(noon - minute)];
        expect(decide(sent(hour), says(status, fresh), terms({ channel, callbacks }))).toEqual({ kind: 'wait' });
        expect(decide(sent(hour), says(status, old), terms({ channel, callbacks }))).toMatchObject({
          kind: 'end',
          missedCallback: true,
        });
      }
    },
  );

  it('the time that a message was sent counts, where Notify does not say when it ended', () => {
    expect(decide(sent(minute - 1), says('delivered'), terms({ callbacks }))).toEqual({ kind: 'wait' });
    expect(decide(sent(minute), says('delivered'), terms({ callbacks }))).toMatchObject({ missedCallback: true });
  });

  it.each([
    ['email', 'technical-failure'],
    ['sms', 'technical-failure'],
    ['letter', 'received'],
    ['letter', 'permanent-failure'],
  ] as const)('none comes for an %s that is %s, so nothing is waited for or missed', (channel, status) => {
    expect(decide(sent(hour), says(status, iso(noon)), terms({ channel, callbacks }))).toMatchObject({
      kind: 'end',
      missedCallback: false,
    });
  });
});

describe('a message that Notify does not hold', () => {
  it('though it must still have it is asked for again, for the key may be that of another service', () => {
    for (const age of [2 * minute, hour, 71 * hour]) {
      expect(decide(sent(age), 'not held', terms())).toEqual({ kind: 'impossible' });
    }
  });

  it('is untracked once it may have been forgotten', () => {
    expect(decide(sent(72 * hour), 'not held', terms())).toEqual(untracked('Notify does not hold it any more'));
  });

  it('is waited for while it may have come only just now', () => {
    expect(decide(sent(minute), 'not held', terms())).toEqual({ kind: 'wait' });
  });
});

describe('a text message that is sent and not more', () => {
  const sms = terms({ channel: 'sms' });

  it('is waited for while a network abroad may still report', () => {
    expect(decide(sent(3 * day), says('sent'), sms)).toEqual({ kind: 'wait' });
  });

  it('is untracked after three days, with what Notify said', () => {
    const decision = decide(sent(3 * day + 1), says('sent'), sms);
    expect(decision).toEqual(untracked('Notify has sent it, and nobody has reported whether it arrived'));
    expect(decision).toMatchObject({ end: { status: 'sent' } });
  });
});

describe('a status on the way', () => {
  it.each(['created', 'sending', 'pending', 'sent', 'accepted', 'pending-virus-check'])(
    'changes nothing and is not written: %s',
    (status) => {
      expect(decide(sent(hour), says(status), terms())).toEqual({ kind: 'wait' });
    },
  );

  it.each(['a status of tomorrow', 'constructor', 'failed'])(
    'that is new is kept as it came, once, and is no end: %s',
    (status) => {
      expect(decide(sent(hour), says(status), terms())).toEqual({ kind: 'note', status });
      expect(decide(sent(hour, status), says(status), terms())).toEqual({ kind: 'wait' });
      expect(decide(sent(hour, 'another'), says(status), terms())).toEqual({ kind: 'note', status });
    },
  );
});

describe('a message without an end', () => {
  it.each([
    ['email', 8],
    ['sms', 8],
    ['letter', 60],
  ] as const)('(%s) is untracked after %i days, whatever Notify says by then', (channel, days) => {
    const young = sent(days * day);
    const old = sent(days * day + 1);
    const answers = [says('sending'), says('a status of tomorrow'), 'no answer'] as const;
    for (const answer of answers) {
      expect(decide(old, answer, terms({ channel }))).toEqual(untracked('Notify knew of no end for too long'));
    }
    expect(decide(young, says('sending'), terms({ channel }))).toEqual({ kind: 'wait' });
  });
});
