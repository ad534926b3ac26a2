import { deliveryStates } from '../../../lib/contract/delivery';
import {
  claimability,
  follows,
  mayBeWithNotify,
  predecessors,
  reclaimed,
} from '../../../lambda/shared/deliveries/states';
import { aDelivery, aDeliveryThatIs, noon } from './deliveries';
import { iso } from '../../../lib/contract/time';

const mine = 'the fingerprint';
const another = 'another message';

describe('delivery states', () => {
  it('every state lists the states it may follow', () => {
    expect(Object.keys(predecessors).sort()).toEqual([...deliveryStates].sort());
  });

  it('no state may follow failed, rejected, expired or cancelled', () => {
    for (const state of deliveryStates) {
      for (const final of ['failed', 'rejected', 'expired', 'cancelled'] as const) {
        expect(follows({ state: final }, { state, failure: 'returned' })).toBe(false);
      }
    }
  });

  it('lets Notify’s own word, with its id, follow an end that was ours alone', () => {
    for (const state of ['sent', 'sent_untracked', 'delivered', 'failed'] as const) {
      for (const ours of ['failed', 'rejected', 'expired', 'cancelled'] as const) {
        const change = { state, notification_id: 'one' };
        expect(follows({ state: ours }, change)).toBe(true);
        expect(follows({ state: ours, notification_id: 'another' }, change)).toBe(false);
      }
    }
  });

  it('a delivered letter may be returned, and may not fail in any other way', () => {
    expect(follows({ state: 'delivered' }, { state: 'failed', failure: 'returned' })).toBe(true);
    for (const failure of ['permanent', 'temporary', 'technical', 'validation', 'virus', 'cancelled'] as const) {
      expect(follows({ state: 'delivered' }, { state: 'failed', failure })).toBe(false);
    }
  });
});

describe('whether Notify can have a message', () => {
  it.each(['held', 'expired', 'rejected', 'failed', 'cancelled'] as const)(
    'says no of one that is %s and was never attempted, and yes from its first attempt on',
    (state) => {
      const { notification_id: _none, ...delivery } = aDeliveryThatIs(state, { attempts: 0 });
      expect(mayBeWithNotify(delivery)).toBe(false);
      expect(mayBeWithNotify({ ...delivery, attempts: 1 })).toBe(true);
    },
  );

  it('says yes of one that is being sent, because its first attempt may not be on record yet', () => {
    expect(mayBeWithNotify(aDelivery())).toBe(true);
  });
});

describe('claimability of a message to send', () => {
  const { notification_id: _none, ...givenUp } = aDeliveryThatIs('failed', { failure: 'technical' });

  it.each([
    ['sending, with a lease', aDelivery({ lease_until: noon + 1 }), mine, { kind: 'busy', until: noon + 1 }],
    ['sending, with a lease', aDelivery({ lease_until: noon + 1 }), another, { kind: 'conflict' }],
    ['sending, its lease over now', aDelivery({ lease_until: noon }), mine, { kind: 'verify' }],
    ['sending, its lease over now', aDelivery({ lease_until: noon }), another, { kind: 'conflict' }],
    ['sending, with no lease at all', { ...aDeliveryThatIs('held'), state: 'sending' }, mine, { kind: 'verify' }],
    ['held', aDeliveryThatIs('held'), mine, { kind: 'free' }],
    ['held', aDeliveryThatIs('held'), another, { kind: 'conflict' }],
    ['sent', aDeliveryThatIs('sent'), mine, { kind: 'duplicate' }],
    ['sent', aDeliveryThatIs('sent'), another, { kind: 'conflict' }],
    ['sent and untracked', aDeliveryThatIs('sent_untracked'), mine, { kind: 'duplicate' }],
    ['sent and untracked', aDeliveryThatIs('sent_untracked'), another, { kind: 'conflict' }],
    ['delivered', aDeliveryThatIs('delivered'), mine, { kind: 'duplicate' }],
    ['delivered', aDeliveryThatIs('delivered'), another, { kind: 'conflict' }],
    ['failed at Notify', aDeliveryThatIs('failed'), mine, { kind: 'duplicate' }],
    ['failed at Notify', aDeliveryThatIs('failed'), another, { kind: 'conflict' }],
    ['given up', givenUp, mine, { kind: 'verify' }],
    ['given up', givenUp, another, { kind: 'conflict' }],
    ['rejected', aDeliveryThatIs('rejected'), mine, { kind: 'duplicate' }],
    ['rejected', aDeliveryThatIs('rejected'), another, { kind: 'free' }],
    ['expired', aDeliveryThatIs('expired'), another, { kind: 'free' }],
    ['cancelled', aDeliveryThatIs('cancelled'), mine, { kind: 'duplicate' }],
    ['cancelled', aDeliveryThatIs('cancelled'), another, { kind: 'duplicate' }],
  ] as const)('the record decides whether a message may be sent: %s', (_what, existing, fingerprint, expected) => {
    expect(claimability(existing, { fingerprint, state: 'sending' }, noon)).toEqual(expected);
  });

  it.each([
    ['the same time', noon, { kind: 'duplicate' }],
    ['a later time', noon + 1, { kind: 'free' }],
    ['no time at all', undefined, { kind: 'free' }],
  ])('an expired message may be sent again only with another deadline: %s', (_what, until, expected) => {
    const deadline = until === undefined ? {} : { expires_at: iso(until) };
    const again = { fingerprint: mine, state: 'sending', ...deadline } as const;
    expect(claimability(aDeliveryThatIs('expired'), again, noon)).toEqual(expected);
  });
});

describe('claimability of a message to hold', () => {
  const { notification_id: _none, ...givenUp } = aDeliveryThatIs('failed', { failure: 'technical' });

  it.each([
    ['held already', aDeliveryThatIs('held'), mine, { kind: 'hold' }],
    ['of which nobody knows', aDelivery({ lease_until: noon }), mine, { kind: 'hold' }],
    ['given up', givenUp, mine, { kind: 'hold' }],
    ['in another worker’s hands', aDelivery({ lease_until: noon + 1 }), mine, { kind: 'busy', until: noon + 1 }],
    ['sent', aDeliveryThatIs('sent'), mine, { kind: 'duplicate' }],
    ['delivered', aDeliveryThatIs('delivered'), mine, { kind: 'duplicate' }],
    ['failed at Notify', aDeliveryThatIs('failed'), mine, { kind: 'duplicate' }],
    ['rejected', aDeliveryThatIs('rejected'), mine, { kind: 'duplicate' }],
    ['expired, and has another time', aDeliveryThatIs('expired'), mine, { kind: 'free' }],
    ['rejected, and is corrected', aDeliveryThatIs('rejected'), another, { kind: 'free' }],
    ['cancelled', aDeliveryThatIs('cancelled'), mine, { kind: 'duplicate' }],
    ['cancelled, and is another', aDeliveryThatIs('cancelled'), another, { kind: 'duplicate' }],
    ['expired, and is corrected', aDeliveryThatIs('expired'), another, { kind: 'free' }],
    ['held, and another', aDeliveryThatIs('held'), another, { kind: 'conflict' }],
    ['of which nobody knows, and another', aDelivery({ lease_until: noon }), another, { kind: 'conflict' }],
    ['sent, and another', aDeliveryThatIs('sent'), another, { kind: 'conflict' }],
  ] as const)('the record decides whether a message may be held: %s', (_what, existing, fingerprint, expected) => {
    expect(claimability(existing, { fingerprint, state: 'held' }, noon)).toEqual(expected);
  });
});

describe('claim on a known delivery', () => {
  const candidate = aDelivery({ created_at: iso(noon + 60_000) });

  it.each(deliveryStates)('the time a message was first seen is kept when it was %s', (state) => {
    const before = aDeliveryThatIs(state);
    expect(reclaimed(before, candidate).created_at).toBe(before.created_at);
  });

  it('an attempt that continues keeps its counts', () => {
    const tried = { attempts: 4, failures: 2, lookups: 3, reason: 'no answer' };
    expect(reclaimed(aDeliveryThatIs('sending', tried), candidate)).toMatchObject(tried);
    const { reason: _over, ...counted } = tried;
    const afterHold = reclaimed(aDeliveryThatIs('held', tried), candidate);
    expect(afterHold).toMatchObject(counted);
    expect(afterHold).not.toHaveProperty('reason');
  });

  it.each(['rejected', 'expired'] as const)('the counts start again after a delivery that was %s', (state) => {
    const before = aDeliveryThatIs(state, { attempts: 4, failures: 2 });
    expect(reclaimed(before, candidate)).toEqual({ ...candidate, created_at: before.created_at });
  });

  it('counts as one attempt what a worker that died, or was given up, may have given to Notify', () => {
    expect(reclaimed(aDelivery(), candidate).attempts).toBe(1);
    const givenUp = aDeliveryThatIs('failed', { attempts: 4, failures: 2 });
    expect(reclaimed(givenUp, candidate)).toEqual({ ...candidate, created_at: givenUp.created_at, attempts: 1 });
  });
});
