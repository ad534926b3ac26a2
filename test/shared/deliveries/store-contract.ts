import { deliveryStates, type Delivery, type DeliveryState, type Failure } from '../../../lib/contract/delivery';
import type {
  AwaitedDelivery,
  ClaimResult,
  DeliveryStore,
  ListedDelivery,
  ReadOptions,
} from '../../../lambda/shared/deliveries/delivery-store';
import { aChangeTo, aDelivery, aDeliveryThatIs, noon } from './deliveries';
import { iso } from '../../../lib/contract/time';

/** The pairs of states that may follow each other. Every pair that is not here is forbidden. */
const allowed: readonly (readonly [from: DeliveryState, to: DeliveryState, failure?: Failure])[] = [
  ['sending', 'sending'],
  ['sending', 'held'],
  ['sending', 'sent'],
  ['sending', 'sent_untracked'],
  ['sending', 'delivered'],
  ['sending', 'failed'],
  ['sending', 'failed', 'returned'],
  ['sending', 'rejected'],
  ['sending', 'expired'],
  ['held', 'sent'],
  ['held', 'sent_untracked'],
  ['held', 'delivered'],
  ['held', 'failed'],
  ['held', 'failed', 'returned'],
  ['held', 'rejected'],
  ['held', 'expired'],
  ['held', 'cancelled'],
  ['sent', 'sent_untracked'],
  ['sent', 'delivered'],
  ['sent', 'failed'],
  ['sent', 'failed', 'returned'],
  ['sent_untracked', 'delivered'],
  ['sent_untracked', 'failed'],
  ['sent_untracked', 'failed', 'returned'],
  ['delivered', 'failed', 'returned'],
  // What aChangeTo brings is of Notify, and these ends of ours are without an id of Notify's.
  ['rejected', 'sent'],
  ['expired', 'sent'],
  ['cancelled', 'sent'],
];

const targets: readonly (readonly [DeliveryState, Failure?])[] = [
  ...deliveryStates.map((state) => [state] as const),
  ['failed', 'returned'],
];

const everyPair = deliveryStates.flatMap((from) =>
  targets.map(([to, failure]) => ({
    from,
    to,
    failure,
    named: failure ? `${to} (${failure})` : to,
    may: allowed.some(([a, b, why]) => a === from && b === to && why === failure),
  })),
);

const workers = 16;
const atOnce = <Result>(work: (worker: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));

const winners = (claims: readonly ClaimResult[]): readonly ClaimResult[] => claims.filter(({ claimed }) => claimed);

const unmarked = ({ claim: _random, ...delivery }: Delivery): Delivery => delivery;

/** The store, except for the random part of what its claims write. */
function withoutClaims(store: DeliveryStore): DeliveryStore {
  return {
    claim: async (...terms) => {
      const claim = await store.claim(...terms);
      return { ...claim, delivery: unmarked(claim.delivery) };
    },
    find: async (id) => {
      const delivery = await store.find(id);
      return delivery && unmarked(delivery);
    },
    transition: (...terms) => store.transition(...terms),
    annotate: (...terms) => store.annotate(...terms),
    endWait: (...terms) => store.endWait(...terms),
    create: (delivery) => store.create(delivery),
    awaitTogether: (...terms) => store.awaitTogether(...terms),
    shorten: (...terms) => store.shorten(...terms),
    awaited: (...terms) => store.awaited(...terms),
  };
}

/** What every store of deliveries promises, wherever it keeps them. */
export function storeContract(makeStore: () => Promise<DeliveryStore>): void {
  let store: DeliveryStore;
  beforeAll(async () => {
    store = withoutClaims(await makeStore());
  });

  /** Puts a record there, whatever its state. */
  async function onRecord(delivery: Delivery): Promise<Delivery> {
    expect(await store.create(delivery)).toBe(true);
    return delivery;
  }

  describe('claim', () => {
    it('an unclaimed message can be claimed, and is then on record', async () => {
      const candidate = aDelivery();
      expect(await store.claim(candidate, noon)).toEqual({ claimed: true, verify: false, delivery: candidate });
      expect(await store.find(candidate.id)).toEqual(candidate);
    });

    it('one of 16 workers wins a claim, and the others learn until when the message is busy', async () => {
      const candidate = aDelivery();
      const claims = await atOnce(() => store.claim(candidate, noon));
      expect(winners(claims)).toEqual([{ claimed: true, verify: false, delivery: candidate }]);
      for (const claim of claims.filter(({ claimed }) => !claimed)) {
        expect(claim).toMatchObject({ claimed: false, claimability: { kind: 'busy', until: candidate.lease_until } });
      }
    });

    it('a claim belongs to its worker until its lease ends, and to the next worker from then on', async () => {
      const { id, lease_until = 0 } = await onRecord(aDelivery());
      const late = aDelivery({ id, lease_until: lease_until + 165_000, changed_at: iso(lease_until) });
      expect(await store.claim(late, lease_until - 1)).toMatchObject({
        claimed: false,
        claimability: { kind: 'busy' },
      });
      expect(await store.claim(late, lease_until)).toMatchObject({ claimed: true, verify: true });
    });

    it('one of 16 workers takes over an expired lease, and must verify with Notify first', async () => {
      const first = await onRecord(aDelivery());
      const later = noon + 3_600_000;
      const takeover = aDelivery({ id: first.id, changed_at: iso(later), lease_until: later + 165_000 });
      const claims = await atOnce(() => store.claim(takeover, later));
      expect(winners(claims)).toHaveLength(1);
      expect(winners(claims)[0]).toMatchObject({ verify: true });
      for (const claim of claims.filter(({ claimed }) => !claimed)) {
        expect(claim).toMatchObject({ claimability: { kind: 'busy', until: takeover.lease_until } });
      }
    });

    it('one of 16 workers takes over a record written in the same millisecond', async () => {
      const first = await onRecord(aDelivery({ changed_at: iso(noon), lease_until: noon }));
      const takeover = aDelivery({ id: first.id, changed_at: iso(noon), lease_until: noon + 165_000 });
      expect(winners(await atOnce(() => store.claim(takeover, noon)))).toHaveLength(1);
    });

    it('a takeover keeps the time first seen, the attempts and the last error', async () => {
      const first = await onRecord(aDelivery({ attempts: 3, failures: 2, reason: 'the connection was lost' }));
      const later = noon + 3_600_000;
      const takeover = aDelivery({ id: first.id, created_at: iso(later), changed_at: iso(later) });
      const kept = { attempts: 3, failures: 2, reason: 'the connection was lost', created_at: first.created_at };
      expect(await store.claim(takeover, later)).toMatchObject({ delivery: { ...takeover, ...kept } });
      expect(await store.find(first.id)).toEqual({ ...takeover, ...kept });
    });

    it('one of 16 workers claims a held message, without verifying with Notify', async () => {
      const held = await onRecord(aDeliveryThatIs('held', { attempts: 2, failures: 1 }));
      const later = noon + 3_600_000;
      const candidate = aDelivery({ id: held.id, changed_at: iso(later), lease_until: later + 165_000 });
      const claims = await atOnce(() => store.claim(candidate, later));
      const delivery = { ...candidate, attempts: 2, failures: 1 };
      expect(winners(claims)).toEqual([{ claimed: true, verify: false, delivery }]);
      expect(await store.find(held.id)).toEqual(delivery);
    });

    it.each(['sent', 'sent_untracked', 'delivered', 'failed', 'rejected', 'expired', 'cancelled'] as const)(
      'a claim on a message that is %s finds a duplicate and changes nothing',
      async (state) => {
        const done = await onRecord(aDeliveryThatIs(state));
        const claim = await store.claim(aDelivery({ id: done.id, expires_at: iso(noon) }), noon + 60_000);
        expect(claim).toEqual({ claimed: false, claimability: { kind: 'duplicate' }, delivery: done });
        expect(await store.find(done.id)).toEqual(done);
      },
    );

    it.each(['rejected', 'expired'] as const)(
      'a corrected message may reuse the key of one that was %s, and its counts start again',
      async (state) => {
        const unsent = await onRecord(aDeliveryThatIs(state, { attempts: 4, failures: 3 }));
        const corrected = aDelivery({ id: unsent.id, fingerprint: 'another', created_at: iso(noon + 60_000) });
        const delivery = { ...corrected, created_at: unsent.created_at };
        expect(await store.claim(corrected, noon + 60_000)).toEqual({ claimed: true, verify: false, delivery });
        expect(await store.find(unsent.id)).toEqual(delivery);
      },
    );

    it('a message given up without a Notify id can be claimed again, is verified first, and its counts start again', async () => {
      const { notification_id: _none, ...givenUp } = aDeliveryThatIs('failed', { failure: 'technical', attempts: 10 });
      await onRecord(givenUp);
      const again = aDelivery({ id: givenUp.id });
      const delivery = { ...again, attempts: 1 };
      expect(await store.claim(again, noon)).toEqual({ claimed: true, verify: true, delivery });
    });

    it.each(['sending', 'held', 'sent', 'sent_untracked', 'delivered', 'failed'] as const)(
      'a different message under the key of one that is %s is a conflict and changes nothing',
      async (state) => {
        const existing = await onRecord(aDeliveryThatIs(state));
        const other = aDelivery({ id: existing.id, fingerprint: 'another' });
        const claim = await store.claim(other, noon + 3_600_000);
        expect(claim).toEqual({ claimed: false, claimability: { kind: 'conflict' }, delivery: existing });
        expect(await store.find(existing.id)).toEqual(existing);
      },
    );
  });

  describe('claim to hold', () => {
    const toBeHeld = (overrides: Partial<Delivery> = {}): Delivery => aDeliveryThatIs('held', overrides);

    it('an unknown message is recorded as held', async () => {
      const candidate = toBeHeld();
      expect(await store.claim(candidate, noon)).toEqual({ claimed: true, verify: false, delivery: candidate });
      expect(await store.find(candidate.id)).toEqual(candidate);
    });

    it('one of 16 workers records the hold, and the others learn that the message is held', async () => {
      const candidate = toBeHeld();
      const claims = await atOnce(() => store.claim(candidate, noon));
      expect(winners(claims)).toHaveLength(1);
      for (const claim of claims.filter(({ claimed }) => !claimed)) {
        expect(claim).toEqual({ claimed: false, claimability: { kind: 'hold' }, delivery: candidate });
      }
    });

    const { notification_id: _none, ...givenUp } = aDeliveryThatIs('failed', { failure: 'technical' });
    it.each([
      ['held already', toBeHeld({ reason: 'an earlier hold' })],
      ['of which nobody knows', aDelivery({ attempts: 2, lease_until: noon - 1, reason: 'no answer' })],
      ['given up', givenUp],
    ])('a message to be held waits, and its record stays unchanged: %s', async (_what, existing) => {
      const known = await onRecord({ ...existing, id: aDelivery().id });
      const claim = await store.claim(toBeHeld({ id: known.id }), noon);
      expect(claim).toEqual({ claimed: false, claimability: { kind: 'hold' }, delivery: known });
      expect(await store.find(known.id)).toEqual(known);
    });

    it('a message that another worker has claimed is left alone', async () => {
      const theirs = await onRecord(aDelivery());
      const claim = await store.claim(toBeHeld({ id: theirs.id }), noon);
      expect(claim).toMatchObject({ claimed: false, claimability: { kind: 'busy', until: theirs.lease_until } });
      expect(await store.find(theirs.id)).toEqual(theirs);
    });

    it.each(['sent', 'delivered', 'rejected', 'expired'] as const)(
      'a message to be held that is %s is a duplicate',
      async (state) => {
        const done = await onRecord(aDeliveryThatIs(state));
        const claim = await store.claim(toBeHeld({ id: done.id, expires_at: iso(noon) }), noon);
        expect(claim).toEqual({ claimed: false, claimability: { kind: 'duplicate' }, delivery: done });
      },
    );

    it('one of 16 workers claims a held message to send once no hold applies, without verifying', async () => {
      const { id } = await onRecord(toBeHeld());
      const claims = await atOnce(() => store.claim(aDelivery({ id, changed_at: iso(noon + 1) }), noon));
      expect(winners(claims)).toMatchObject([{ verify: false, delivery: { state: 'sending', attempts: 0 } }]);
    });
  });

  describe('transition', () => {
    it.each(everyPair.filter(({ may }) => may))(
      'a delivery may go from $from to $named',
      async ({ from, to, failure }) => {
        const before = await onRecord(aDeliveryThatIs(from));
        const change = aChangeTo(to, failure);
        expect(await store.transition(before.id, change)).toBe(true);
        expect(await store.find(before.id)).toMatchObject(change);
      },
    );

    it.each(everyPair.filter(({ may }) => !may))(
      'a delivery never goes from $from to $named',
      async ({ from, to, failure }) => {
        const before = await onRecord(aDeliveryThatIs(from));
        expect(await store.transition(before.id, aChangeTo(to, failure))).toBe(false);
        expect(await store.find(before.id)).toEqual(before);
      },
    );

    it.each(['failed', 'rejected', 'expired'] as const)(
      'that is Notify’s word of a message follows %s where no id of Notify’s is on record, and there alone',
      async (state) => {
        const { notification_id: _none, ...ours } = aDeliveryThatIs(state);
        await onRecord(ours);
        const word = { ...aChangeTo('delivered'), notification_id: 'one' };
        expect(await store.transition(ours.id, word)).toBe(true);
        const after = await store.find(ours.id);
        expect(after).toMatchObject(word);
        expect(after).not.toHaveProperty('failure');
        expect(after).not.toHaveProperty('reason');
        const { id } = await onRecord(aDeliveryThatIs(state, { notification_id: 'another' }));
        expect(await store.transition(id, word)).toBe(false);
      },
    );

    it('a transition keeps what it does not name, except a lease, a wait and a reason that no longer apply', async () => {
      const { lease_until: _lease, ...before } = await onRecord(
        aDelivery({ reference: 'order 7', metadata: { team: 'licences' }, reason: 'nobody knows' }),
      );
      const sent = aChangeTo('sent');
      await store.transition(before.id, sent);
      const { reason: _over, ...expected } = { ...before, ...sent };
      expect(await store.find(before.id)).toEqual(expected);
      await store.transition(before.id, aChangeTo('delivered'));
      expect(await store.find(before.id)).not.toHaveProperty('awaited');
    });

    it('a suspected duplicate stays on record for good', async () => {
      const { id } = await onRecord(aDelivery());
      await store.transition(id, {
        ...aChangeTo('sent'),
        duplicate_suspected: true,
        reason: 'Notify has 2 messages for it',
      });
      await store.transition(id, aChangeTo('delivered'));
      expect(await store.find(id)).toMatchObject({ state: 'delivered', duplicate_suspected: true });
    });

    it('a transition of a message without a record creates none', async () => {
      const { id } = aDelivery();
      expect(await store.transition(id, aChangeTo('sent'))).toBe(false);
      expect(await store.find(id)).toBeUndefined();
    });

    it('a transition that 16 workers try at once happens once', async () => {
      const { id } = await onRecord(aDeliveryThatIs('sent'));
      const made = await atOnce((worker) =>
        store.transition(id, worker % 2 === 0 ? aChangeTo('delivered') : aChangeTo('failed')),
      );
      expect(made.filter(Boolean)).toHaveLength(1);
    });
  });

  describe('transition with expected values', () => {
    it('a transition happens only while the record has every expected value', async () => {
      const { id, changed_at, notification_id } = await onRecord(aDeliveryThatIs('sent'));
      const end = aChangeTo('delivered');
      expect(await store.transition(id, end, { notification_id: 'another' })).toBe(false);
      expect(await store.transition(id, end, { state: 'sending', changed_at })).toBe(false);
      expect(await store.transition(id, end, { state: 'sent', changed_at: iso(noon - 1) })).toBe(false);
      expect(await store.transition(id, end, { state: 'sent', changed_at, notification_id })).toBe(true);
    });

    it('an expected Notify id does not match a record without one', async () => {
      const { id } = await onRecord(aDelivery());
      expect(await store.transition(id, aChangeTo('delivered'), { notification_id: 'the first' })).toBe(false);
    });
  });

  describe('annotate', () => {
    it('an annotation is saved and changes nothing else', async () => {
      const sent = await onRecord(aDeliveryThatIs('sent', { sent_at: iso(noon) }));
      expect(await store.annotate(sent.id, { status: 'on-its-way' }, { state: 'sent' })).toBe(true);
      expect(await store.annotate(sent.id, { duplicate_suspected: true }, {})).toBe(true);
      expect(await store.find(sent.id)).toEqual({ ...sent, status: 'on-its-way', duplicate_suspected: true });
    });

    it('an annotation is refused if the record has changed or does not exist', async () => {
      const sent = await onRecord(aDeliveryThatIs('sent'));
      await store.transition(sent.id, aChangeTo('delivered'));
      const after = await store.find(sent.id);
      expect(await store.annotate(sent.id, { status: 'on-its-way' }, { state: 'sent' })).toBe(false);
      expect(await store.find(sent.id)).toEqual(after);
      const { id } = aDelivery();
      expect(await store.annotate(id, { status: 'on-its-way' }, {})).toBe(false);
      expect(await store.find(id)).toBeUndefined();
    });
  });

  describe('endWait', () => {
    const cost = { cost_in_pounds: 0.0454, cost_details: { billable_sms_fragments: 2 } };
    const delivered = { sent_at: iso(noon), type: 'sms', awaited: 'sms' } as const;

    it('the cost that was awaited last is saved, and nothing else is awaited or changed', async () => {
      const { awaited, ...kept } = await onRecord(aDeliveryThatIs('delivered', delivered));
      expect(await store.endWait(kept.id, cost)).toBe(true);
      expect(await store.find(kept.id)).toEqual({ ...kept, ...cost });
      expect(awaited).toBe('sms');
    });

    it('a cost that nobody will know is awaited no more', async () => {
      const { awaited: _awaited, ...kept } = await onRecord(aDeliveryThatIs('failed', delivered));
      expect(await store.endWait(kept.id, undefined)).toBe(true);
      expect(await store.find(kept.id)).toEqual(kept);
    });

    it('a wait that is over, or that is for an outcome, is not ended', async () => {
      const over = await onRecord(aDeliveryThatIs('delivered', { sent_at: iso(noon) }));
      const sent = await onRecord(aDeliveryThatIs('sent', delivered));
      expect(await store.endWait(over.id, cost)).toBe(false);
      expect(await store.endWait(sent.id, cost)).toBe(false);
      expect(await store.endWait(aDelivery().id, cost)).toBe(false);
      expect([await store.find(over.id), await store.find(sent.id)]).toEqual([over, sent]);
    });
  });

  describe('lease', () => {
    it('the holder of a lease can write, and can renew the lease', async () => {
      const { id, lease_until } = await onRecord(aDelivery());
      const unknown = aChangeTo('sending');
      expect(await store.transition(id, unknown, { lease_until })).toBe(true);
      expect(await store.transition(id, aChangeTo('sent'), { lease_until: unknown.lease_until })).toBe(true);
    });

    it('a worker whose claim was taken over can no longer write', async () => {
      const { id, lease_until = 0 } = await onRecord(aDelivery());
      const takeover = aDelivery({ id, changed_at: iso(lease_until), lease_until: lease_until + 165_000 });
      await store.claim(takeover, lease_until);
      for (const state of ['sending', 'held', 'rejected', 'expired', 'failed'] as const) {
        expect(await store.transition(id, aChangeTo(state), { lease_until })).toBe(false);
      }
      expect(await store.find(id)).toEqual({ ...takeover, attempts: 1 });
      expect(await store.transition(id, aChangeTo('held'), { lease_until: takeover.lease_until })).toBe(true);
    });

    it('a lease ends with its claim', async () => {
      const { id, lease_until } = await onRecord(aDelivery());
      await store.transition(id, aChangeTo('held'));
      expect(await store.transition(id, aChangeTo('rejected'), { lease_until })).toBe(false);
    });
  });

  describe('create', () => {
    it('one of 16 workers creates a record, and none overwrites another', async () => {
      const refused = aDeliveryThatIs('rejected');
      const made = await atOnce((worker) => store.create({ ...refused, reason: `worker ${worker}` }));
      expect(made.filter(Boolean)).toHaveLength(1);
      expect(await store.find(refused.id)).toMatchObject({ reason: `worker ${made.indexOf(true)}` });
    });

    it('a record is found by its own id only', async () => {
      const refused = await onRecord(aDeliveryThatIs('rejected'));
      expect(await store.find(refused.id)).toEqual(refused);
      expect(await store.find(aDelivery().id)).toBeUndefined();
    });
  });

  describe('awaited', () => {
    /** A day of its own for each test, so that none sees the deliveries of another. */
    let day = Date.parse('2020-01-01T00:00:00.000Z');
    const at = (second: number): string => iso(day + second * 1000);
    beforeEach(() => {
      day += 86_400_000;
    });

    const sentAt = (sent_at: string, overrides: Partial<Delivery> = {}): Promise<Delivery> =>
      onRecord(aDeliveryThatIs('sent', { sent_at, ...overrides }));

    async function all(from: string, to: string, reading?: ReadOptions): Promise<AwaitedDelivery[]> {
      const found: AwaitedDelivery[] = [];
      for await (const delivery of store.awaited('email', from, to, reading)) found.push(delivery);
      return found;
    }

    it('awaited deliveries come oldest first, with what a look-up needs', async () => {
      const [second, first] = [await sentAt(at(20)), await sentAt(at(10))];
      const found = await all(at(0), at(60));
      expect(found.map(({ id }) => id)).toEqual([first.id, second.id]);
      expect(found[0]).toMatchObject({ sent_at: first.sent_at, notification_id: first.notification_id });
      expect(found[0]).not.toHaveProperty('status');
    });

    it.each([1, 100])('awaited deliveries can come newest first, also in pages of %i', async (pageSize) => {
      const sent = [await sentAt(at(10)), await sentAt(at(30)), await sentAt(at(20))];
      const found = await all(at(0), at(25), { order: 'newest first', pageSize });
      expect(found.map(({ id }) => id)).toEqual([sent[2]?.id, sent[0]?.id]);
    });

    it('an awaited delivery shows the status that was saved, and nothing else changes', async () => {
      const delivery = await sentAt(at(10));
      expect(await store.annotate(delivery.id, { status: 'asleep' }, { state: 'sent' })).toBe(true);
      expect(await all(at(0), at(60))).toEqual([expect.objectContaining({ id: delivery.id, status: 'asleep' })]);
      expect(await store.find(delivery.id)).toEqual({ ...delivery, status: 'asleep' });
    });

    it.each(['sending', 'held', 'sent_untracked', 'delivered', 'failed'] as const)(
      'a status is saved only on an awaited delivery, and not on one that is %s',
      async (state) => {
        const delivery = await onRecord(aDeliveryThatIs(state));
        expect(await store.annotate(delivery.id, { status: 'asleep' }, { state: 'sent' })).toBe(false);
        expect(await store.annotate(aDelivery().id, { status: 'asleep' }, { state: 'sent' })).toBe(false);
        expect(await store.find(delivery.id)).toEqual(delivery);
      },
    );

    it('the range includes the deliveries sent at both of its ends', async () => {
      const [, from, to] = [await sentAt(at(9)), await sentAt(at(10)), await sentAt(at(20)), await sentAt(at(21))];
      const found = await all(at(10), at(20));
      expect(found.map(({ id }) => id)).toEqual([from.id, to.id]);
    });

    it('only the deliveries of the channel asked for are given', async () => {
      const email = await sentAt(at(10));
      await sentAt(at(10), { type: 'letter', awaited: 'letter' });
      expect((await all(at(0), at(60))).map(({ id }) => id)).toEqual([email.id]);
    });

    it('a delivery is awaited from when Notify has it until its outcome is known', async () => {
      const delivery = await onRecord(aDelivery());
      expect(await all(at(0), at(60))).toEqual([]);
      await store.transition(delivery.id, { ...aChangeTo('sent'), sent_at: at(30) });
      expect(await all(at(0), at(60))).toHaveLength(1);
      await store.transition(delivery.id, aChangeTo('delivered'));
      expect(await all(at(0), at(60))).toEqual([]);
    });

    it.each([1, 4, 100, undefined])(
      'every awaited delivery is given once in pages of %s, even with many sent at one instant',
      async (pageSize) => {
        const sent: string[] = [];
        for (let n = 0; n < 12; n += 1) sent.push((await sentAt(at(Math.floor(n / 6)))).id);
        const found = await all(at(0), at(60), { pageSize });
        expect(found.map(({ id }) => id).sort()).toEqual(sent.sort());
      },
    );

    /** Deliveries that are sent, and of which no record says that it is awaited. */
    async function listed(...times: readonly string[]): Promise<ListedDelivery[]> {
      const deliveries: ListedDelivery[] = [];
      for (const sent_at of times) {
        const { awaited: _awaited, ...sent } = aDeliveryThatIs('sent', { sent_at });
        const { id, notification_id = '' } = await onRecord(sent);
        deliveries.push({ id, notification_id, sent_at });
      }
      await store.awaitTogether('email', deliveries, noon / 1000);
      return deliveries;
    }

    const withoutList = ({ list: _list, ...delivery }: AwaitedDelivery): AwaitedDelivery => delivery;
    const idsOf = (deliveries: readonly ListedDelivery[]): string[] => deliveries.map(({ id }) => id);

    it.each(['oldest first', 'newest first'] as const)(
      'deliveries that are awaited together come %s among the others, each as it was sent',
      async (order) => {
        const one = await listed(at(10), at(12.5), at(17));
        const alone = await sentAt(at(11));
        const other = await listed(at(9), at(12), at(35));
        const last = await sentAt(at(36));
        const inTurn = [other[0], one[0], alone, other[1], one[1], one[2], other[2], last].map(
          (delivery) => delivery?.id,
        );
        const found = await all(at(0), at(60), { order, pageSize: 2 });
        expect(idsOf(found)).toEqual(order === 'oldest first' ? inTurn : inTurn.toReversed());
        expect(found.map(withoutList)).toEqual(expect.arrayContaining([...one, ...other]));
        expect(found.find(({ id }) => id === alone.id)).not.toHaveProperty('list');
      },
    );

    it('of deliveries that are awaited together, only those between the two instants are given', async () => {
      const deliveries = await listed(at(10), at(20), at(30));
      for (const order of ['oldest first', 'newest first'] as const) {
        expect(idsOf(await all(at(11), at(20), { order }))).toEqual(idsOf(deliveries.slice(1, 2)));
        expect(idsOf(await all(at(20), at(29), { order }))).toEqual(idsOf(deliveries.slice(1, 2)));
      }
      expect(await all(at(31), at(60))).toEqual([]);
    });

    it('deliveries that were not sent within half a minute are on lists of their own', async () => {
      const deliveries = await listed(at(0), at(31), at(10), at(50), at(62));
      const found = await all(at(0), at(90));
      expect(idsOf(found)).toEqual(idsOf(deliveries.toSorted((a, b) => (a.sent_at < b.sent_at ? -1 : 1))));
      expect(new Set(found.map(({ list }) => list?.id)).size).toBe(3);
    });

    it('a list can be left with fewer deliveries, and is gone when none is left', async () => {
      const [first, second, third] = await listed(at(10), at(11), at(12));
      const [{ list } = {}] = await all(at(0), at(60));
      expect(list?.deliveries).toEqual([first, second, third]);
      if (list && second && third) await store.shorten(list, [second, third]);
      const [{ list: shorter } = {}, ...others] = await all(at(0), at(60));
      expect(shorter?.deliveries).toEqual([second, third]);
      expect(others).toHaveLength(1);
      if (shorter) await store.shorten(shorter, []);
      expect(await all(at(0), at(60))).toEqual([]);
    });

    it('a worker that read a list before another made it shorter changes nothing, and a list that is gone does not come back', async () => {
      const [first, second, third] = await listed(at(10), at(11), at(12));
      const [{ list } = {}] = await all(at(0), at(60));
      if (!list || !first || !second || !third) throw new Error('there is no list');
      await store.shorten(list, [third]);
      await store.shorten(list, [first, second]);
      expect(idsOf(await all(at(0), at(60)))).toEqual([third.id]);
      await store.shorten(list, []);
      await store.shorten({ ...list, deliveries: [third] }, [third]);
      await store.shorten(list, []);
      expect(await all(at(0), at(60))).toEqual([]);
    });

    it('a delivery on a list can be awaited by its own record too, as long as its outcome is not known', async () => {
      const [first, second] = await listed(at(10), at(11));
      const { id = '' } = first ?? {};
      expect(await store.annotate(id, { awaited: 'email', status: 'asleep' }, { state: 'sent' })).toBe(true);
      const found = await all(at(0), at(60));
      expect(idsOf(found)).toEqual([id, id, second?.id]);
      expect(found.map(({ status }) => status).filter(Boolean)).toEqual(['asleep']);
      await store.transition(id, aChangeTo('delivered'));
      expect(idsOf(await all(at(0), at(60)))).toEqual([id, second?.id]);
      expect(await store.annotate(id, { awaited: 'email' }, { state: 'sent' })).toBe(false);
    });
  });
}
