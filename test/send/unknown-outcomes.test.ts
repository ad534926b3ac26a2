import { setImmediate } from 'node:timers/promises';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aLetter, anEmail, aText } from '../contract/messages';
import { deliveryEventOf } from '../../lambda/shared/deliveries/delivery-event';
import type { SQSRecord } from 'aws-lambda';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import type { Circuit } from '../../lambda/shared/holds/circuit';
import { noon } from '../shared/deliveries/deliveries';
import { iso } from '../../lib/contract/time';
import { aNotification } from '../shared/deliveries/notifications';
import { aRecord } from './records';
import { meets, type Meets } from './scripted-notify';
import { openSender, pipelineId, sentAnew, type SenderInTest } from './sender-in-test';

let table: TableInProcess;
let sender: SenderInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  sender = openSender(table);
});
afterAll(() => table.close());

const record = () => aRecord(anEmail);
const reference = (post: number): unknown => sender.notify.posts[post]?.body['reference'];
const asked = (): string[] => sender.notify.reads.filter((read) => read.includes('reference='));

describe('send: unknown outcome', () => {
  const lost: readonly (readonly [string, (stored: boolean) => Meets])[] = [
    ['a lost connection', meets.loss],
    ['502 with a page', (stored) => meets.page(502, stored)],
    ['503 with a page', (stored) => meets.page(503, stored)],
    ['a 404 of the edge', (stored) => meets.page(404, stored)],
    ['a 400 of the edge', (stored) => meets.page(400, stored)],
    ['500 in the envelope', meets.serverError],
  ];

  it.each(lost)('after %s, a message is looked up 45 seconds later, found and not sent again', async (_what, meet) => {
    const message = record();
    sender.notify.nextPosts(meet(true));
    expect(await sender.take(message)).toEqual([]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({
      state: 'sending',
      attempts: 1,
      lease_until: noon + 45_000,
    });
    expect(sender.queues.waitingFor).toEqual([{ record: message, until: noon + 45_000 }]);

    expect(await sender.letTheNextComeBack()).toEqual([]);
    expect(sender.notify.posts).toHaveLength(1);
    expect(asked()).toHaveLength(1);
    expect(await sender.recordOf(message.messageId)).toMatchObject({
      state: 'sent',
      attempts: 1,
      notification_id: sender.notify.rows[0]?.id,
      awaited: 'email',
    });
  });

  it.each(lost)(
    'after %s, a message that is looked up and not found is sent again under the same reference',
    async (_what, meet) => {
      const message = record();
      sender.notify.nextPosts(meet(false));
      await sender.take(message);
      await sender.letTheNextComeBack();
      // Once before it was sent again, and once more after.
      expect(asked()).toHaveLength(2);
      expect(sender.notify.posts).toHaveLength(2);
      expect(reference(1)).toBe(reference(0));
      const delivery = await sender.recordOf(message.messageId);
      expect(delivery).toMatchObject({ state: 'sent', attempts: 2 });
      expect(delivery).not.toHaveProperty('duplicate_suspected');
    },
  );

  it('after half an answer, a message is found, because Notify had accepted it', async () => {
    const message = record();
    sender.notify.nextPosts(meets.halfAnAnswer());
    await sender.take(message);
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toHaveLength(1);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent' });
  });

  it('a message is found under a reference with any characters in it', async () => {
    const message = aRecord({ ...anEmail, reference: 'a+b/ä %20&reference=x#?' });
    sender.notify.nextPosts(meets.loss(true));
    await sender.take(message);
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toHaveLength(1);
  });

  it('a message that Notify has twice is adopted as the oldest', async () => {
    const message = record();
    sender.notify.nextPosts(meets.loss(true));
    await sender.take(message);
    const [first] = sender.notify.rows;
    if (first) sender.notify.store({ ...first, id: 'a later one', created_at: '2026-03-02T12:00:10.000000Z' });
    await sender.letTheNextComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', notification_id: first?.id });
  });

  it('a message is not sent again while Notify cannot be asked, and look-ups use no attempt', async () => {
    const message = record();
    sender.notify.nextPosts(meets.loss(true));
    sender.notify.nextReads(
      meets.page(502),
      meets.loss(false),
      meets.serverError(),
      meets.refusal(400, 'BadRequestError', 'no'),
    );
    await sender.take(message);
    for (let round = 0; round < 4; round += 1) {
      await sender.letTheNextComeBack();
      expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sending', attempts: 1 });
    }
    await sender.letAllComeBack();
    expect(sender.notify.posts).toHaveLength(1);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('and that Notify cannot be asked for is given up after a thousand look-ups, and stops no other', async () => {
    const message = record();
    sender.notify.nextPosts(meets.loss(true));
    sender.notify.nextReads(...Array.from({ length: 3 }, () => meets.page(414)));
    await sender.take(message);
    const { id = '' } = (await sender.recordOf(message.messageId)) ?? {};
    await table.store.transition(id, { state: 'sending', changed_at: iso(noon), lookups: 997, lease_until: noon });
    await sender.letAllComeBack();
    expect(sender.notify.posts).toHaveLength(1);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'failed', failure: 'technical' });
    expect(sender.queues.buried).toHaveLength(1);
    expect(sender.monitor.counts).not.toHaveProperty('Stopped');
  });

  it.each([
    ['the key is refused', meets.refusal(403, 'AuthError', 'Invalid token: API key revoked')],
    ['the rate limit is reached', meets.refusal(429, 'RateLimitError', 'Exceeded rate limit')],
  ])('if %s during a look-up, the message is looked up again and never sent twice', async (_what, refused) => {
    const message = record();
    sender.notify.nextPosts(meets.loss(true));
    sender.notify.nextReads(refused, refused);
    await sender.take(message);
    await sender.letTheNextComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sending' });
    await sender.letAllComeBack();
    expect(sender.notify.posts).toHaveLength(1);
    expect(sender.notify.rows).toHaveLength(1);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent' });
  });

  it('a message expires only once a look-up shows that Notify does not have it', async () => {
    const messages = [true, false].map((stored) => {
      sender.notify.nextPosts(meets.loss(stored));
      return aRecord({ ...aText, expires_at: '2026-03-02T12:00:30Z' });
    });
    await sender.take(...messages);
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toHaveLength(2);
    const states = await Promise.all(messages.map(({ messageId }) => sender.recordOf(messageId)));
    expect(states.map((delivery) => delivery?.state)).toEqual(['sent', 'expired']);
  });

  it('a copy received during the lease is requeued until the lease ends, without a look-up', async () => {
    const message = record();
    sender.notify.nextPosts(meets.loss(true));
    await sender.take(message);
    sender.clock.moveBy(44_999);
    await sender.take(sentAnew(message));
    expect(sender.notify.reads).toEqual([]);
    expect(sender.queues.waitingFor.map(({ until }) => until)).toEqual([noon + 45_000, noon + 45_000]);
  });
});

describe('send: Notify outage', () => {
  const fiveLost = () => Array.from({ length: 5 }, () => meets.page(503));
  const given: SQSRecord[] = [];
  const failInARow = async (count: number): Promise<void> => {
    for (const message of Array.from({ length: count }, record)) {
      given.push(message);
      sender.clock.moveBy(1500);
      await sender.take(message);
    }
  };
  const opened = async () => (await sender.circuits()).filter(({ open }) => open);
  const aCircuit = async (): Promise<Circuit> => {
    const [circuit] = await opened();
    if (!circuit) throw new Error('no lane is stopped');
    return circuit;
  };

  it('stops the lane of five messages in a row, and nothing else', async () => {
    sender.notify.nextPosts(...fiveLost());
    await failInARow(4);
    expect(await opened()).toEqual([]);
    await failInARow(1);
    expect(await opened()).toEqual([
      expect.objectContaining({
        lane: 'email',
        cause: 'down',
        reason: expect.stringMatching(/^Notify is down: .*503/),
      }),
    ]);
    expect(await sender.holds()).toEqual([]);
    expect(sender.monitor.counts).toEqual({ UnknownOutcome: 5, Stopped: 1 });

    const [waits, goes] = [record(), aRecord(aText)];
    await sender.take(waits, goes);
    expect(sender.notify.posts).toHaveLength(6);
    expect(await sender.recordOf(waits.messageId)).toMatchObject({ state: 'held', attempts: 0 });
    expect(await sender.recordOf(goes.messageId)).toMatchObject({ state: 'sent' });
  });

  it('is found out by one message of the lane at a time, and the others wait for some seconds beside the queue', async () => {
    sender.notify.nextPosts(...fiveLost());
    await failInARow(5);
    sender.notify.nextPosts(meets.page(503));
    const waiting = [record(), record(), record()];
    sender.clock.moveBy(2000);
    await sender.take(...waiting);
    expect(sender.notify.posts).toHaveLength(6);
    expect(await opened()).toMatchObject([{ probes: 1, until: sender.clock.now() + 4000 }]);

    sender.clock.moveBy(4000);
    await sender.take(record());
    expect(sender.notify.posts).toHaveLength(7);
    expect(await opened()).toEqual([]);
    expect(await sender.letAllComeBack()).toEqual([]);
    for (const { messageId } of waiting) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
  });

  it('costs a message that found it out nothing, and one that only waits no write', async () => {
    sender.notify.nextPosts(...Array.from({ length: 40 }, () => meets.page(503)));
    sender.notify.nextEmpty(...Array.from({ length: 40 }, () => meets.page(503)));
    await failInARow(5);
    for (let minutes = 0; minutes < 40; minutes += 1) await sender.lookAtHolds();
    expect(sender.notify.empty.length).toBeGreaterThan(30);
    expect(sender.notify.posts).toHaveLength(5);
    for (const { messageId } of given) expect(await sender.recordOf(messageId)).not.toHaveProperty('failures');
  });

  it.each<[string, Meets[]]>([
    ['takes a message', []],
    ['takes one at the second turn', [meets.refusal(429, 'RateLimitError', 'Exceeded rate limit')]],
  ])('Notify does not count as down if it %s in between', async (_what, between) => {
    const four = fiveLost().slice(1);
    sender.notify.nextPosts(...four);
    await failInARow(4);
    sender.notify.nextPosts(...between);
    await sender.take(record());
    sender.notify.nextPosts(meets.page(503));
    await failInARow(1);
    expect(await opened()).toEqual([]);
    expect(sender.monitor.counts).toMatchObject({ UnknownOutcome: 5 });
  });

  it('a message with an unknown outcome waits out the outage, and is looked up first afterwards', async () => {
    const message = record();
    sender.notify.nextPosts(meets.loss(true), ...fiveLost().slice(1));
    await sender.take(message);
    await failInARow(4);
    expect(await opened()).toHaveLength(1);
    const before = await sender.recordOf(message.messageId);
    const asking = asked().length;

    await sender.holdStore.writeCircuit({ ...(await aCircuit()), probes: 5, until: noon + 3_600_000 });
    sender.clock.moveTo(noon + 60_000);
    await sender.take(...sender.queues.due(noon + 60_000));
    expect(asked()).toHaveLength(asking);
    expect(sender.queues.parked.map(({ lane }) => lane)).toEqual(Array(5).fill('email'));
    expect(await sender.recordOf(message.messageId)).toEqual(before);

    await sender.letAllComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sender.notify.rows).toHaveLength(5);
    expect(await opened()).toEqual([]);
  });
});

describe('send: late arrivals', () => {
  /** The first post comes through after all, at the moment of the request with this number. */
  const arrivesAtRequest = (number: number): void => {
    sender.notify.whenAsked = () => {
      if (sender.notify.arrived !== number) return;
      sender.notify.store(aNotification({ reference: String(reference(0)), created_at: iso(noon) }));
    };
  };

  it('a message that arrives late and was sent again is recorded and published as a suspected duplicate', async () => {
    const message = record();
    sender.notify.nextPosts(meets.loss(false));
    arrivesAtRequest(3);
    await sender.take(message);
    const before = await sender.recordOf(message.messageId);
    await sender.letAllComeBack();

    const delivery = await sender.recordOf(message.messageId);
    const told = { state: 'sent', duplicate_suspected: true, reason: 'Notify has 2 messages for it', attempts: 2 };
    expect(delivery).toMatchObject({ ...told, notification_id: sender.notify.rows[0]?.id });
    expect(delivery && deliveryEventOf(before, delivery, pipelineId)?.detail).toMatchObject(told);
    expect(sender.monitor.counts).toEqual({ LookUp: 1, UnknownOutcome: 1, Sent: 1, DuplicateSuspected: 1 });
    expect(sender.notify.posts).toHaveLength(2);
  });

  it('a message that arrives late and was sent again after a takeover is also a suspected duplicate', async () => {
    const message = record();
    const store: DeliveryStore = Object.assign(Object.create(table.store) as DeliveryStore, {
      transition: () => Promise.reject(new Error('killed')),
      claim: table.store.claim.bind(table.store),
    });
    const dying = openSender(table, { store });
    dying.notify.nextPosts(meets.loss(false));
    await dying.take(message);

    const late = aNotification({ reference: String(dying.notify.posts[0]?.body['reference']), created_at: iso(noon) });
    sender.notify.whenAsked = () => {
      if (sender.notify.arrived === 2) sender.notify.store(late);
    };
    sender.clock.moveBy(165_000);
    await sender.take(sentAnew(message));
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', duplicate_suspected: true });
    expect(sender.monitor.counts).toEqual({ LookUp: 1, Sent: 1, DuplicateSuspected: 1 });
  });

  it('a message is not a suspected duplicate if Notify cannot be asked again', async () => {
    const message = record();
    sender.notify.nextPosts(meets.loss(false));
    sender.notify.nextReads(meets.nothing(), meets.page(502));
    await sender.take(message);
    await sender.letAllComeBack();
    const delivery = await sender.recordOf(message.messageId);
    expect(delivery).toMatchObject({ state: 'sent', attempts: 2 });
    expect(delivery).not.toHaveProperty('duplicate_suspected');
  });

  const tooFast = meets.refusal(429, 'RateLimitError', 'Exceeded rate limit');
  it.each<[string, Meets[]]>([
    ['the daily limit', [meets.refusal(429, 'TooManyRequestsError', 'Exceeded send limits (email: 50) for today')]],
    ['the rate limit', [tooFast, tooFast, tooFast]],
    ['a key that is refused', Array.from({ length: 2 }, () => meets.refusal(403, 'AuthError', 'API key not found'))],
  ])(
    'if %s delays the second attempt, a late arrival is found first and the message is sent once',
    async (_what, refusals) => {
      const message = record();
      sender.notify.nextPosts(meets.loss(false), ...refusals);
      // The post, the look-up, what refuses to take it again, and then the look-up that must come first.
      arrivesAtRequest(3 + refusals.length);
      await sender.take(message);
      await sender.letAllComeBack();
      expect(sender.notify.posts).toHaveLength(1 + refusals.length);
      expect(sender.notify.rows).toHaveLength(1);
      expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    },
  );
});

describe('send: failures of Notify itself', () => {
  const failTenTimes = async (message = record()): Promise<typeof message> => {
    sender.notify.nextPosts(...Array.from({ length: 11 }, () => meets.serverError()));
    await sender.take(message);
    for (let round = 0; sender.notify.posts.length < 11 && round < 50; round += 1) await sender.letTheNextComeBack();
    return message;
  };

  it('after ten failures and a last look-up a message is dead-lettered, with the reason in its record', async () => {
    const message = await failTenTimes();
    expect(await sender.letAllComeBack()).toEqual([]);

    // Whose fault the first was nobody knew yet.
    expect(sender.notify.posts).toHaveLength(11);
    const reason =
      'Notify did not accept it in 11 attempts; the last time: 500: OperationalError Internal server error';
    expect(sender.queues.buried).toEqual([{ record: expect.objectContaining({ body: message.body }), reason }]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({
      state: 'failed',
      failure: 'technical',
      attempts: 11,
      failures: 10,
      reason,
    });
    expect(sender.monitor.counts).toMatchObject({ UnknownOutcome: 11, Failed: 1 });
    expect(sender.monitor.counts).not.toHaveProperty('Stopped');
  });

  it('a message that Notify stored despite its last failure is found, and is not dead-lettered', async () => {
    const message = aRecord(aLetter);
    sender.notify.nextPosts(...Array.from({ length: 9 }, () => meets.serverError()), meets.serverError(true));
    await sender.take(message);
    await sender.letAllComeBack();
    expect(sender.queues.buried).toEqual([]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 10 });
  });

  it('the attempts are spread over more than an hour, so that an outage may end', async () => {
    await failTenTimes();
    const first = sender.notify.posts[0]?.at ?? 0;
    expect((sender.notify.posts.at(-1)?.at ?? 0) - first).toBeGreaterThan(3_600_000);
  });

  it('a dead letter that is redriven is sent', async () => {
    const message = await failTenTimes();
    await sender.letAllComeBack();
    const buried = sender.queues.buried[0];
    sender.clock.moveBy(86_400_000);
    expect(buried && (await sender.take(sentAnew(buried.record)))).toEqual([]);
    expect(sender.notify.posts).toHaveLength(12);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent' });
  });
});

describe('send: interrupted workers', () => {
  it('the claim of a dead worker is taken over after its lease, and Notify is asked before anything is sent', async () => {
    const message = record();
    // Notify took it, then the table could not be written.
    const store: DeliveryStore = Object.assign(Object.create(table.store) as DeliveryStore, {
      transition: () => Promise.reject(new Error('throttled')),
      claim: table.store.claim.bind(table.store),
    });
    const dying = openSender(table, { store });
    expect(await dying.take(message)).toEqual([]);
    expect(dying.notify.posts).toHaveLength(1);
    expect(dying.queues.waitingFor).toEqual([{ record: message, until: noon + 120_000 }]);
    expect(dying.monitor.counts).toEqual({ Fault: 1 });

    for (const row of dying.notify.rows) sender.notify.store(row);
    sender.clock.moveBy(720_000);
    expect(await sender.take({ ...message, receiptHandle: 'again' })).toEqual([]);
    expect(sender.notify.posts).toEqual([]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({
      state: 'sent',
      notification_id: dying.notify.rows[0]?.id,
    });
    await sender.take(...dying.queues.due(sender.clock.now()));
    expect(sender.notify.posts).toEqual([]);
    expect(sender.monitor.counts).toEqual({ LookUp: 1, Sent: 1, Duplicate: 1 });
  });

  it('a worker that wakes up after a takeover changes nothing of the new claim', async () => {
    const message = record();
    const [late, other] = [openSender(table), openSender(table)];
    const release = [late, other].map(({ notify }) => {
      let open = (): void => undefined;
      notify.busyUntil = new Promise((resolve) => {
        open = resolve;
      });
      return open;
    });
    late.notify.nextPosts(meets.refusal(400, 'BadRequestError', 'Template not found'));

    const lateWork = late.take(message);
    await untilClaimed(message, noon + 165_000);
    other.clock.moveBy(165_000);
    const otherWork = other.take(sentAnew(message));
    await untilClaimed(message, noon + 330_000);

    release[0]?.();
    await lateWork;
    expect(late.monitor.counts).toEqual({});
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sending', lease_until: noon + 330_000 });
    release[1]?.();
    await otherWork;
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent' });
  });

  /** Resolves when a claim with this lease is on record. */
  async function untilClaimed({ messageId }: { messageId: string }, lease: number): Promise<void> {
    while ((await sender.recordOf(messageId))?.lease_until !== lease) await setImmediate();
  }
});
