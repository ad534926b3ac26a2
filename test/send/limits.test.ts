import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aLetter, anEmail, aPrecompiledLetter, aText } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { meter } from '../shared/deliveries/write-units';
import { aRecord, urgentQueueArn } from './records';
import { meets } from './scripted-notify';
import { openSender, rateLimit, type SenderInTest } from './sender-in-test';

let table: TableInProcess;
let sender: SenderInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  sender = openSender(table);
});
afterAll(() => table.close());

const midnight = Date.parse('2026-03-03T00:00:00Z');
const aTextAbroad = { ...aText, phone_number: '+33 6 12 34 56 78' };
const tooFast = meets.refusal(
  429,
  'RateLimitError',
  'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds',
);
const spent = (limit: string) =>
  meets.refusal(429, 'TooManyRequestsError', `Exceeded send limits (${limit}) for today`);

describe('send: rate limit', () => {
  it('a rate-limited message waits in the function for over a second, and uses no attempt and no receive', async () => {
    const record = aRecord(anEmail);
    sender.notify.nextPosts(tooFast);
    expect(await sender.take(record)).toEqual([]);
    const [refused, taken] = sender.notify.posts;
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThan(1000);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sender.notify.reads).toEqual([]);
    expect(sender.queues.waitingFor).toEqual([]);
    expect(await sender.holds()).toEqual([]);
    expect(sender.monitor.counts).toEqual({ TooFast: 1, Sent: 1 });
  });

  it('every other sender learns of a rate limit and waits too, urgent or not', async () => {
    const other = openSender(table, { ledger: sender.ledger });
    sender.notify.nextPosts(tooFast, tooFast, tooFast);
    await sender.take(aRecord(anEmail));
    other.clock.moveTo(sender.clock.now());
    await other.take(aRecord(anEmail), aRecord(anEmail, { arn: urgentQueueArn }));
    const last = sender.notify.posts.at(-1)?.at ?? 0;
    for (const { at } of other.notify.posts) expect(at - last).toBeGreaterThan(1000);
    expect((await other.ledger.read(noon)).rate).toBeLessThan(rateLimit.rate);
  });

  it('a message that is rate-limited three times in a row is requeued unsent, with no attempt used', async () => {
    const record = aRecord(anEmail);
    sender.notify.nextPosts(tooFast, tooFast, tooFast);
    expect(await sender.take(record)).toEqual([]);
    expect(sender.notify.posts).toHaveLength(3);
    const { state, attempts, reason } = (await sender.recordOf(record.messageId)) ?? {};
    expect({ state, attempts, reason }).toEqual({
      state: 'held',
      attempts: 0,
      reason: "Notify's rate limit is reached",
    });
    expect(sender.queues.waitingFor).toEqual([{ record, until: sender.clock.now() + 10_000 }]);
    expect(sender.monitor.counts).toEqual({ TooFast: 3, Held: 1 });

    await sender.letTheNextComeBack();
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
  });
});

/** Notify takes it for a number in Russia. */
const aTextWithADigitTooMany = { ...aText, phone_number: '07900 900 1234' } as const;

describe('send: daily limit', () => {
  it.each([
    [anEmail, 'email: 250000', 'email', 'emails'],
    [aText, 'sms: 250000', 'sms', 'text messages'],
    [aTextAbroad, 'sms: 250000', 'sms', 'text messages'],
    [aTextAbroad, 'international_sms: 100', 'international_sms', 'international text messages'],
    [aTextWithADigitTooMany, 'international_sms: 100', 'international_sms', 'international text messages'],
    [aLetter, 'letter: 20000', 'letter', 'letters'],
    [aPrecompiledLetter, 'letter: 20000', 'letter', 'letters'],
  ] as const)(
    'a message waits until midnight UTC, and is then sent by itself: %j (%s)',
    async (message, limit, scope, what) => {
      const record = aRecord(message);
      sender.notify.nextPosts(spent(limit));
      expect(await sender.take(record)).toEqual([]);
      const reason = `Notify's daily limit for ${what} is spent`;
      expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'held', attempts: 0, reason });
      const lane = message === aTextAbroad ? 'international_sms' : scope;
      expect(sender.queues.parked).toEqual([{ record, lane }]);
      expect(await sender.holds()).toEqual([{ scope, reason, since: noon, until: midnight, probe: false, probes: 0 }]);

      sender.clock.moveTo(midnight - 1);
      await sender.release();
      expect(sender.queues.parked).toHaveLength(1);
      expect(sender.queues.looked).not.toContain(lane);

      await sender.letTheNextComeBack();
      expect(sender.clock.now()).toBeGreaterThanOrEqual(midnight);
      expect(sender.clock.now()).toBeLessThan(midnight + 65_000);
      expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
      expect(await sender.holds()).toEqual([]);
      expect(sender.monitor.counts).toEqual({ Held: 1, DailyLimit: 2, Sent: 1 });
    },
  );

  it('the daily limit of one channel does not affect the others', async () => {
    sender.notify.nextPosts(spent('email: 250000'));
    await sender.take(aRecord(anEmail));
    const others = [aText, aTextAbroad, aLetter, aPrecompiledLetter].map((message) => aRecord(message));
    await sender.take(...others);
    for (const { messageId } of others) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
  });

  it('a limit on international texts does not affect UK texts, and a limit on texts stops both', async () => {
    sender.notify.nextPosts(spent('international_sms: 100'));
    await sender.take(aRecord(aTextAbroad));
    const [abroad, home] = [aRecord(aTextAbroad), aRecord(aText)];
    await sender.take(abroad, home);
    expect(await sender.recordOf(home.messageId)).toMatchObject({ state: 'sent' });
    expect(await sender.recordOf(abroad.messageId)).toMatchObject({ state: 'held', attempts: 0 });

    const other = openSender(table);
    other.notify.nextPosts(spent('sms: 250000'));
    await other.take(aRecord(aText));
    await other.take(abroad, aRecord(aText));
    expect(other.notify.posts).toHaveLength(1);
  });

  it('one message finds the limit: later ones are held without a request to Notify, by one write each', async () => {
    const metered = await openTable();
    const own = openSender(metered);
    own.notify.nextPosts(spent('email: 250000'));
    await own.take(aRecord(anEmail));
    const later = Array.from({ length: 10 }, () => aRecord(anEmail));
    const spentOnThem = meter(metered.client);
    expect(await own.take(...later)).toEqual([]);
    expect(spentOnThem).toEqual({ writes: 10, units: 10 });
    expect(own.notify.posts).toHaveLength(1);
    expect(own.queues.parked).toHaveLength(11);
    for (const { messageId } of later) {
      const delivery = await own.recordOf(messageId);
      expect(delivery).toMatchObject({ state: 'held', attempts: 0, reason: expect.stringContaining('daily limit') });
      expect(delivery).not.toHaveProperty('lease_until');
    }
    await metered.close();
  });

  it('a daily limit is one hold, however many messages meet it', async () => {
    const batch = Array.from({ length: 10 }, () => aRecord(anEmail));
    sender.notify.nextPosts(...batch.map(() => spent('email: 250000')));
    await sender.take(...batch);
    expect(await sender.holds()).toHaveLength(1);
    expect(sender.queues.parked).toHaveLength(10);
    await sender.letAllComeBack();
    expect(sender.notify.rows).toHaveLength(10);
  });
});

describe('send: rate limiter', () => {
  /** Others take so many tokens that the next is usable in so many milliseconds. */
  const wait = async (milliseconds: number): Promise<void> => {
    const usual = rateLimit.burst - rateLimit.urgentReserve;
    const tokens = usual + Math.floor((milliseconds / 1000) * rateLimit.rate) - 1;
    for (let taken = 0; taken < tokens; taken += 1) await sender.ledger.take(1, sender.clock.now());
  };

  it('a message waits in the function if its token is near', async () => {
    await wait(15_000);
    const record = aRecord(anEmail);
    await sender.take(record);
    expect(sender.notify.posts).toHaveLength(1);
    expect((sender.notify.posts[0]?.at ?? 0) - noon).toBeGreaterThan(14_000);
    expect((sender.notify.posts[0]?.at ?? 0) - noon).toBeLessThan(15_500);
  });

  it('a message whose token is too far off is requeued unsent, with no attempt and no token used', async () => {
    await wait(60_000);
    const before = await sender.ledger.read(noon);
    const record = aRecord(anEmail);
    expect(await sender.take(record)).toEqual([]);
    expect(sender.notify.posts).toEqual([]);
    expect(await sender.recordOf(record.messageId)).toMatchObject({
      state: 'held',
      attempts: 0,
      reason: 'it waits for its turn',
    });
    expect(await sender.ledger.read(noon)).toEqual(before);
    expect(sender.clock.slept).toEqual([]);
    const [{ until } = { until: 0 }] = sender.queues.waitingFor;
    expect(until - noon).toBeGreaterThan(20_000);

    await sender.letAllComeBack();
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('a message whose expires_at passes while it waits for a token is not sent', async () => {
    await wait(10_000);
    const record = aRecord({ ...aText, expires_at: '2026-03-02T12:00:05Z' });
    expect(await sender.take(record)).toEqual([]);
    expect(sender.notify.posts).toEqual([]);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'expired', attempts: 0 });
    expect(sender.monitor.counts).toEqual({ Expired: 1 });
  });

  it('an urgent message does not wait, because part of the bucket is reserved for it', async () => {
    await wait(2000);
    await sender.take(aRecord(aText, { arn: urgentQueueArn }));
    expect(sender.notify.posts).toMatchObject([{ at: noon }]);
  });

  it('a letter from a template takes two tokens, and every other message takes one', async () => {
    const used = async (message: object): Promise<number> => {
      const before = await sender.ledger.read(sender.clock.now());
      await sender.take(aRecord(message));
      const after = await sender.ledger.read(sender.clock.now());
      return Math.round(((after.fullAt - before.fullAt) / 1000) * rateLimit.rate);
    };
    await wait(1);
    expect(await used(anEmail)).toBe(1);
    expect(await used(aLetter)).toBe(2);
    expect(await used(aPrecompiledLetter)).toBe(1);
  });
});
