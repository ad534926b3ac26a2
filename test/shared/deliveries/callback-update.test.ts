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
  status,
  createdAt: iso(noon),
  completedAt: iso(noon + 30_000),
  templateVersion: 12,
  ...overrides,
});
const nothing = { kind: 'nothing' };

describe('news of the end of a message', () => {
  it('of which only the claim is on record says all that our own word of it would have said', () => {
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

  it('keeps what is on record of an earlier attempt, and makes up no version of a template', () => {
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

  it.each(['sent', 'sent_untracked'] as const)('that is %s adds nothing but the end', (state) => {
    const sent = aDeliveryThatIs(state, { notification_id: id, template_version: 12 });
    const { kind, ...entry } = decide(sent, news('temporary-failure'), changedAt);
    expect(kind).toBe('end');
    expect(Object.keys((entry as { end: object }).end).sort()).toEqual(
      ['changed_at', 'completed_at', 'failure', 'reason', 'state', 'status'].sort(),
    );
  });

  it.each(['delivered', 'failed'] as const)('that is %s says nothing new, whatever it says', (state) => {
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

describe('news of a letter that came back', () => {
  const letter = updateOfReturnedLetter({ notification_id: id, date_sent: iso(noon) });

  it.each(['sending', 'held', 'sent', 'sent_untracked', 'delivered'] as const)('follows on %s', (state) => {
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
  });

  it('says nothing new of one that failed, or came back before', () => {
    const failed = aDeliveryThatIs('failed', { type: 'letter', failure: 'returned', notification_id: id });
    expect(decide(failed, letter, changedAt)).toEqual(nothing);
  });
});

describe('news that a message is under way', () => {
  it.each(['sending', 'held'] as const)('of which nobody knew while it was %s: it is awaited from now on', (state) => {
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
  });

  it('is kept as Notify says it, and is no end', () => {
    const sent = aDeliveryThatIs('sent', { notification_id: id });
    expect(decide(sent, news('at-the-printer'), changedAt)).toEqual({
      kind: 'fact',
      facts: { status: 'at-the-printer' },
    });
    expect(decide({ ...sent, status: 'at-the-printer' }, news('at-the-printer'), changedAt)).toEqual(nothing);
  });

  it('comes too late once its end is known', () => {
    for (const state of ['delivered', 'failed', 'sent_untracked'] as const) {
      expect(decide(aDeliveryThatIs(state, { notification_id: id }), news('sending'), changedAt)).toEqual(nothing);
    }
  });

  it('of a record that says of nothing what it was changes nothing', () => {
    expect(decide(aDelivery({ type: 'unknown' }), news('sending'), changedAt)).toEqual(nothing);
  });
});

describe('news of another copy of a message', () => {
  const suspected = { kind: 'fact', facts: { duplicate_suspected: true } };

  it('that arrived is true of the message, and that there are two is on record', () => {
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
    'that is %s says nothing of the one on record, but that there are two',
    (status) => {
      for (const state of ['sent', 'delivered', 'failed', 'sent_untracked'] as const) {
        expect(decide(aDeliveryThatIs(state), news(status), changedAt)).toEqual(suspected);
      }
    },
  );

  it('says nothing new when it is on record that there are two', () => {
    for (const state of ['delivered', 'failed'] as const) {
      const twice = aDeliveryThatIs(state, { duplicate_suspected: true });
      for (const status of ['delivered', 'permanent-failure', 'sending']) {
        expect(decide(twice, news(status), changedAt)).toEqual(nothing);
      }
    }
  });
});

it('news of a receipt is what Notify says of when and what', () => {
  expect(updateOfDeliveryReceipt({ id, status: 'delivered' })).toEqual({
    notificationId: id,
    status: 'delivered',
    createdAt: undefined,
    completedAt: undefined,
    templateVersion: undefined,
  });
});
