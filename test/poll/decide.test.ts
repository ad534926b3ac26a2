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

describe('decide: final statuses', () => {
  it.each([
    ['delivered', { state: 'delivered', status: 'delivered' }],
    ['permanent-failure', { state: 'failed', failure: 'permanent', reason: 'Notify says permanent-failure' }],
    ['temporary-failure', { state: 'failed', failure: 'temporary', reason: 'Notify says temporary-failure' }],
    ['technical-failure', { state: 'failed', failure: 'technical', reason: 'Notify says technical-failure' }],
  ])('a final status is recorded as the outcome: %s', (status, end) => {
    expect(decide(sent(hour), says(status), terms())).toMatchObject({ kind: 'end', end, missedCallback: false });
  });
});

describe('decide: delivery receipts on', () => {
  const callbacks = true;

  it.each(['delivered', 'temporary-failure', 'permanent-failure'])(
    'the status %s is left to its delivery receipt for a minute, and then counts as a missed receipt',
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

  it('the minute counts from the time of sending if Notify gives no time of completion', () => {
    expect(decide(sent(minute - 1), says('delivered'), terms({ callbacks }))).toEqual({ kind: 'wait' });
    expect(decide(sent(minute), says('delivered'), terms({ callbacks }))).toMatchObject({ missedCallback: true });
  });

  it.each([
    ['email', 'technical-failure'],
    ['sms', 'technical-failure'],
    ['letter', 'received'],
    ['letter', 'permanent-failure'],
  ] as const)(
    'no delivery receipt comes for a message by %s that is %s, so none is awaited or missed',
    (channel, status) => {
      expect(decide(sent(hour), says(status, iso(noon)), terms({ channel, callbacks }))).toMatchObject({
        kind: 'end',
        missedCallback: false,
      });
    },
  );
});

describe('decide: messages that Notify does not hold', () => {
  it('though it must still have it is asked for again, because the key may be that of another service', () => {
    for (const age of [2 * minute, hour, 71 * hour]) {
      expect(decide(sent(age), 'not held', terms())).toEqual({ kind: 'impossible' });
    }
  });

  it('is untracked once it may have been forgotten', () => {
    expect(decide(sent(72 * hour), 'not held', terms())).toEqual(untracked('Notify has deleted it'));
  });

  it('a message sent just now that Notify does not hold yet is polled again', () => {
    expect(decide(sent(minute), 'not held', terms())).toEqual({ kind: 'wait' });
  });
});

describe('decide: text messages with the status sent', () => {
  const sms = terms({ channel: 'sms' });

  it('a text message with the status sent is polled while a network abroad may still report', () => {
    expect(decide(sent(3 * day), says('sent'), sms)).toEqual({ kind: 'wait' });
  });

  it('a text message still sent after three days ends as sent_untracked, with Notify’s status', () => {
    const decision = decide(sent(3 * day + 1), says('sent'), sms);
    expect(decision).toEqual(untracked('Notify sent it, but does not know whether it arrived'));
    expect(decision).toMatchObject({ end: { status: 'sent' } });
  });
});

describe('decide: statuses that are not final', () => {
  it.each(['created', 'sending', 'pending', 'sent', 'accepted', 'pending-virus-check'])(
    'a status that is not final changes nothing and is not saved: %s',
    (status) => {
      expect(decide(sent(hour), says(status), terms())).toEqual({ kind: 'wait' });
    },
  );

  it.each(['a status of tomorrow', 'constructor', 'failed'])(
    'an unknown status is saved once as it came, and is not an outcome: %s',
    (status) => {
      expect(decide(sent(hour), says(status), terms())).toEqual({ kind: 'note', status });
      expect(decide(sent(hour, status), says(status), terms())).toEqual({ kind: 'wait' });
      expect(decide(sent(hour, 'another'), says(status), terms())).toEqual({ kind: 'note', status });
    },
  );
});

describe('decide: texts whose outcome a callback told', () => {
  const sms = terms({ channel: 'sms', callbacks: true });
  const cost = { cost_in_pounds: 0.0227, cost_details: { sms_rate: 0.0227 } };
  const priced = { ...aNotification({ status: 'delivered' }), ...cost };
  const unpriced = { ...priced, is_cost_data_ready: false, cost_in_pounds: null };

  it.each(['delivered', 'permanent-failure', 'temporary-failure'])('the cost is recorded once known: %s', (status) => {
    expect(decide(sent(minute, status), priced, sms)).toEqual({ kind: 'cost', cost });
  });

  it('a cost that is not ready is asked for again, until nobody will know it any more', () => {
    for (const answer of [unpriced, 'no answer'] as const) {
      expect(decide(sent(8 * day, 'delivered'), answer, sms)).toEqual({ kind: 'wait' });
      expect(decide(sent(8 * day + 1, 'delivered'), answer, sms)).toEqual({ kind: 'cost', cost: undefined });
    }
  });

  it('a text that Notify does not hold has no cost any more, unless Notify must still have it', () => {
    expect(decide(sent(minute, 'delivered'), 'not held', sms)).toEqual({ kind: 'wait' });
    expect(decide(sent(2 * day, 'delivered'), 'not held', sms)).toEqual({ kind: 'impossible' });
    expect(decide(sent(3 * day, 'delivered'), 'not held', sms)).toEqual({ kind: 'cost', cost: undefined });
  });
});

describe('decide: messages without an outcome', () => {
  it.each([
    ['email', 8],
    ['sms', 8],
    ['letter', 60],
  ] as const)(
    'a delivery by %s with no outcome ends as sent_untracked after %i days, whatever Notify says by then',
    (channel, days) => {
      const young = sent(days * day);
      const old = sent(days * day + 1);
      const answers = [says('sending'), says('a status of tomorrow'), 'no answer'] as const;
      for (const answer of answers) {
        expect(decide(old, answer, terms({ channel }))).toEqual(untracked('Notify reported no outcome for too long'));
      }
      expect(decide(young, says('sending'), terms({ channel }))).toEqual({ kind: 'wait' });
    },
  );
});
