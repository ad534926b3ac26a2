import { randomUUID } from 'node:crypto';
import {
  decide,
  updateOfDeliveryReceipt,
  updateOfReturnedLetter,
  type CallbackUpdate,
} from '../../../lambda/shared/deliveries/callback-update';
import { aDelivery, aDeliveryThatIs, noon } from './deliveries';
import { iso } from '../../../lib/contract/time';

const changedAt = iso(noon + 60_000);
const id = randomUUID();
const news = (status: string, overrides: Partial<CallbackUpdate> = {}): CallbackUpdate => ({
  notificationId: id,
  channel: 'sms',
  status,
  createdAt: iso(noon),
  completedAt: iso(noon + 30_000),
  templateVersion: 12,
  ...overrides,
});
const nothing = { kind: 'nothing' };

describe('callback update: outcome', () => {
  it('an outcome for a message that is only claimed also fills in what the send would have recorded', () => {
    expect(decide(aDelivery(), news('delivered'), changedAt)).toEqual({
      kind: 'end',
      end: {
        state: 'delivered',
        status: 'delivered',
        changed_at: changedAt,
        completed_at: iso(noon + 30_000),
        notification_id: id,
        sent_at: iso(noon),
        template_version: 12,
        attempts: 1,
      },
    });
  });

  it('an outcome keeps the attempts already counted, and invents no template version', () => {
    const tried = aDelivery({ attempts: 3 });
    const bare = news('permanent-failure', {
      createdAt: undefined,
      completedAt: undefined,
      templateVersion: undefined,
    });
    expect(decide(tried, bare, changedAt)).toEqual({
      kind: 'end',
      end: {
        state: 'failed',
        failure: 'permanent',
        status: 'permanent-failure',
        reason: 'Notify says permanent-failure',
        changed_at: changedAt,
        completed_at: changedAt,
        notification_id: id,
        sent_at: changedAt,
      },
    });
  });

  it.each(['sent', 'sent_untracked'] as const)('an outcome for a message that is %s adds only the outcome', (state) => {
    const sent = aDeliveryThatIs(state, { notification_id: id, template_version: 12 });
    const { kind, ...entry } = decide(sent, news('temporary-failure'), changedAt);
    expect(kind).toBe('end');
    expect(Object.keys((entry as { end: object }).end).sort()).toEqual(
      ['changed_at', 'completed_at', 'failure', 'reason', 'state', 'status'].sort(),
    );
  });

  it.each(['delivered', 'failed'] as const)('an outcome for a message already %s changes nothing', (state) => {
    const ended = aDeliveryThatIs(state, { notification_id: id });
    for (const status of ['delivered', 'permanent-failure', 'temporary-failure', 'technical-failure']) {
      expect(decide(ended, news(status), changedAt)).toEqual(nothing);
    }
  });

  it.each(['rejected', 'expired', 'failed'] as const)(
    'that we had ended as %s without Notify’s id is the truth of it',
    (state) => {
      const { notification_id: _none, sent_at: _never, ...ours } = aDeliveryThatIs(state, { attempts: 2 });
      expect(decide(ours, news('delivered'), changedAt)).toMatchObject({
        kind: 'end',
        end: { state: 'delivered', notification_id: id, sent_at: iso(noon) },
      });
      expect(decide(ours, news('sending'), changedAt)).toMatchObject({
        kind: 'sent',
        change: { state: 'sent', notification_id: id, awaited: 'email' },
      });
    },
  );

  it.each(['held', 'rejected', 'expired'] as const)(
    'that is %s and was never given to Notify is not from Notify, and is refused',
    (state) => {
      for (const status of ['delivered', 'permanent-failure', 'sending', 'returned-letter']) {
        expect(decide(aDeliveryThatIs(state, { attempts: 0 }), news(status), changedAt)).toEqual({ kind: 'refused' });
      }
    },
  );
});

describe('callback update: returned letter', () => {
  const letter = updateOfReturnedLetter({ notification_id: id, date_sent: iso(noon) });

  it.each(['sending', 'held', 'sent', 'sent_untracked', 'delivered'] as const)(
    'a returned letter may follow the state %s',
    (state) => {
      const before = aDeliveryThatIs(state, {
        type: 'letter',
        attempts: 1,
        ...(state === 'delivered' ? { notification_id: id } : {}),
      });
      const { notification_id: _theirs, ...unknown } = before;
      const known = state === 'sending' || state === 'held' ? unknown : { ...before, notification_id: id };
      expect(decide(known, letter, changedAt)).toMatchObject({
        kind: 'end',
        end: { state: 'failed', failure: 'returned', status: 'returned-letter', completed_at: changedAt },
      });
    },
  );

  it('a returned letter that has already failed changes nothing', () => {
    const failed = aDeliveryThatIs('failed', { type: 'letter', failure: 'returned', notification_id: id });
    expect(decide(failed, letter, changedAt)).toEqual(nothing);
  });
});

describe('callback update: message on its way', () => {
  it.each(['sending', 'held'] as const)(
    'a status for a message that was %s records it as sent and awaited',
    (state) => {
      const attempts = state === 'held' ? 1 : 0;
      const delivery = aDeliveryThatIs(state, { type: 'precompiled_letter', attempts });
      expect(decide(delivery, news('at-the-printer'), changedAt)).toEqual({
        kind: 'sent',
        change: {
          state: 'sent',
          status: 'at-the-printer',
          changed_at: changedAt,
          awaited: 'letter',
          notification_id: id,
          sent_at: iso(noon),
          template_version: 12,
          ...(state === 'held' ? {} : { attempts: 1 }),
        },
      });
    },
  );

  it('an unknown status is saved as Notify gives it, and is not an outcome', () => {
    const sent = aDeliveryThatIs('sent', { notification_id: id });
    expect(decide(sent, news('at-the-printer'), changedAt)).toEqual({
      kind: 'fact',
      facts: { status: 'at-the-printer' },
    });
    expect(decide({ ...sent, status: 'at-the-printer' }, news('at-the-printer'), changedAt)).toEqual(nothing);
  });

  it('a status that comes after the outcome changes nothing', () => {
    for (const state of ['delivered', 'failed', 'sent_untracked'] as const) {
      expect(decide(aDeliveryThatIs(state, { notification_id: id }), news('sending'), changedAt)).toEqual(nothing);
    }
  });

  it('a status for a record without a message type changes nothing', () => {
    expect(decide(aDelivery({ type: 'unknown' }), news('sending'), changedAt)).toEqual(nothing);
  });
});

describe('callback update: second copy at Notify', () => {
  const suspected = { kind: 'fact', facts: { duplicate_suspected: true } };

  it('the delivery of a second copy delivers the message, and a duplicate is suspected', () => {
    const sent = aDeliveryThatIs('sent');
    expect(decide(sent, news('delivered'), changedAt)).toEqual({
      kind: 'end',
      end: {
        state: 'delivered',
        status: 'delivered',
        changed_at: changedAt,
        completed_at: iso(noon + 30_000),
        duplicate_suspected: true,
      },
    });
  });

  it.each(['permanent-failure', 'returned-letter', 'sending', 'at-the-printer'])(
    'a second copy with the status %s only marks the message as a suspected duplicate',
    (status) => {
      for (const state of ['sent', 'delivered', 'failed', 'sent_untracked'] as const) {
        expect(decide(aDeliveryThatIs(state), news(status), changedAt)).toEqual(suspected);
      }
    },
  );

  it('a second copy changes nothing once a duplicate is suspected', () => {
    for (const state of ['delivered', 'failed'] as const) {
      const twice = aDeliveryThatIs(state, { duplicate_suspected: true });
      for (const status of ['delivered', 'permanent-failure', 'sending']) {
        expect(decide(twice, news(status), changedAt)).toEqual(nothing);
      }
    }
  });
});

it('the update from a delivery receipt has the id and status that Notify gives, and no invented values', () => {
  expect(updateOfDeliveryReceipt({ id, status: 'delivered' })).toEqual({
    notificationId: id,
    status: 'delivered',
    createdAt: undefined,
    completedAt: undefined,
    templateVersion: undefined,
  });
});
