import { setImmediate, setTimeout } from 'node:timers/promises';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aLetter, anEmail, aPrecompiledLetter, aText } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { aRecord } from './records';
import { apiKeyOf, aSecret, meets } from './scripted-notify';
import { openSender, type SenderInTest } from './sender-in-test';

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
const secretReads = (): number => sender.secrets.commandCalls(GetSecretValueCommand).length;

describe('send: rotated API key', () => {
  it('a rotated key is read again when Notify refuses the old one, and the message is sent at once', async () => {
    await sender.take(record());
    const rotated = aSecret();
    sender.notify.takesOnly(rotated);
    sender.secretHolds(apiKeyOf(rotated));
    const message = record();
    expect(await sender.take(message)).toEqual([]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sender.queues.waitingFor).toEqual([]);
    expect(await sender.holds()).toEqual([]);
    expect(secretReads()).toBe(2);
  });

  it('a rotated key is read once for a whole refused batch, and every message of it is sent', async () => {
    await sender.take(record());
    const rotated = aSecret();
    sender.notify.takesOnly(rotated);
    sender.secrets.on(GetSecretValueCommand).callsFake(async () => {
      await setTimeout(20);
      return { SecretString: apiKeyOf(rotated) };
    });
    const batch = Array.from({ length: 10 }, record);
    const before = sender.notify.arrived;
    let answer = (): void => undefined;
    sender.notify.busyUntil = new Promise((resolve) => {
      answer = resolve;
    });
    const work = sender.take(...batch);
    while (sender.notify.arrived < before + batch.length) await setImmediate();
    answer();
    expect(await work).toEqual([]);
    for (const { messageId } of batch) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
    expect(secretReads()).toBe(2);
  });

  it('a rotated key is read again during the look-up of a message with an unknown outcome', async () => {
    sender.notify.nextPosts(meets.loss(true));
    const message = record();
    await sender.take(message);
    const rotated = aSecret();
    sender.notify.takesOnly(rotated);
    sender.secretHolds(apiKeyOf(rotated));
    await sender.letTheNextComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sender.notify.posts).toHaveLength(1);
  });
});

describe('send: refused API key', () => {
  const reason = '403: AuthError API key not found';

  it('a refused key holds everything and uses no attempt, and a working key releases everything', async () => {
    const good = aSecret();
    sender.notify.takesOnly(good);
    const batch = Array.from({ length: 10 }, record);
    expect(await sender.take(...batch)).toEqual([]);
    for (const { messageId } of batch) {
      expect(await sender.recordOf(messageId)).toMatchObject({ state: 'held', attempts: 0, reason });
    }
    expect(sender.queues.parked.map(({ lane }) => lane)).toEqual(Array(10).fill('email'));
    expect([...sender.queues.waitingFor, ...sender.queues.buried]).toEqual([]);
    expect(await sender.holds()).toEqual([
      { scope: 'everything', reason, since: noon, until: noon + 30_000, probe: true, probes: 0 },
    ]);
    expect(sender.monitor.counts).toEqual({ KeyRefused: 10 });

    const posts = sender.notify.posts.length;
    await sender.lookAtHolds();
    expect(sender.queues.parked).toHaveLength(10);

    sender.secretHolds(apiKeyOf(good));
    await sender.letTheNextComeBack();
    expect(await sender.holds()).toEqual([]);
    for (const { messageId } of batch) {
      expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    }
    expect(sender.notify.posts).toHaveLength(posts + 10);
    expect(sender.notify.rows).toHaveLength(10);
  });

  it.each([
    [anEmail, 'email'],
    [aText, 'sms'],
    [{ ...aText, phone_number: '+33 6 12 34 56 78' }, 'international_sms'],
    [aLetter, 'letter'],
    [aPrecompiledLetter, 'letter'],
  ] as const)('a refused key holds every lane: %j is not given to Notify by any sender', async (message, lane) => {
    sender.notify.takesOnly(aSecret());
    await sender.take(record());
    const posts = sender.notify.posts.length;
    const other = openSender(table, { holdStore: sender.holdStore });
    const later = aRecord(message);
    expect(await other.take(later)).toEqual([]);
    expect(other.notify.posts).toEqual([]);
    expect(other.queues.parked).toEqual([{ record: later, lane }]);
    expect(await other.recordOf(later.messageId)).toMatchObject({ state: 'held', attempts: 0, reason });
    expect(sender.notify.posts).toHaveLength(posts);
  });

  it('a key refused during a look-up also holds everything, and the message is looked up again later', async () => {
    const message = record();
    sender.notify.nextPosts(meets.loss(true));
    await sender.take(message);
    const good = aSecret();
    sender.notify.takesOnly(good);
    await sender.letTheNextComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sending', attempts: 1, reason });
    expect(await sender.holds()).toMatchObject([{ scope: 'everything', probe: true }]);
    expect(sender.queues.parked).toHaveLength(1);

    sender.secretHolds(apiKeyOf(good));
    await sender.letAllComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sender.notify.posts).toHaveLength(1);
  });
});

describe('send: API key secret', () => {
  it.each([
    ['is empty', '', /^secret api key is empty; store its value in it as text$/],
    ['holds something else', '{"apiKey":"x"}', /API key is malformed/],
    ['holds a key cut short', apiKeyOf(aSecret()).slice(0, -1), /API key is malformed/],
  ])(
    'a secret that %s stops all sending, shows nothing of its value, and recovers once it is corrected',
    async (_what, value, reason) => {
      const message = record();
      const good = aSecret();
      sender.notify.takesOnly(good);
      sender.secretHolds(value);
      expect(await sender.take(message)).toEqual([]);
      const delivery = await sender.recordOf(message.messageId);
      expect(delivery).toMatchObject({ state: 'held', attempts: 0, reason: expect.stringMatching(reason) });
      expect(await sender.holds()).toMatchObject([{ scope: 'everything', reason: delivery?.reason, probe: true }]);
      if (value) expect(JSON.stringify([delivery, sender.monitor.said, await sender.holds()])).not.toContain(value);
      expect(sender.notify.posts).toEqual([]);
      expect(sender.monitor.counts).toEqual({ KeyRefused: 1 });

      sender.secretHolds(` ${apiKeyOf(good)}\n`);
      await sender.letAllComeBack();
      expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    },
  );

  it('a secret that cannot be read stops all sending until it can be read', async () => {
    sender.secrets.on(GetSecretValueCommand).rejects(new Error('AccessDeniedException'));
    const message = record();
    expect(await sender.take(message)).toEqual([]);
    const reason = 'the secret with the API key cannot be read';
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'held', reason });
    expect(await sender.holds()).toMatchObject([{ scope: 'everything', reason }]);

    sender.secretHolds(sender.apiKey);
    await sender.letAllComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent' });
  });
});

describe('send: hash key', () => {
  it('an unreadable hash key requeues the message before any claim, and it is sent once the key can be read', async () => {
    let hashKey = (): Promise<string> => Promise.reject(new Error('AccessDeniedException'));
    const closed = openSender(table, { hashKey: () => hashKey() });
    const message = record();
    expect(await closed.take(message)).toEqual([]);
    expect(await closed.recordOf(message.messageId)).toBeUndefined();
    expect(closed.notify.posts).toEqual([]);
    expect(closed.queues.waitingFor).toEqual([{ record: message, until: noon + 120_000 }]);
    expect(closed.monitor.counts).toEqual({ Fault: 1 });
    expect(closed.monitor.said).toEqual([
      expect.objectContaining({ level: 'error', about: { message_id: message.messageId } }),
    ]);

    hashKey = async () => 'the hash key';
    await closed.letAllComeBack();
    expect(await closed.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
  });
});
