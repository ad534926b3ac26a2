import { setImmediate, setTimeout } from 'node:timers/promises';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';
import { anEmail } from '../contract/messages';
import { noon } from '../deliveries/deliveries';
import { aRecord } from './records';
import { apiKeyOf, aSecret } from './scripted-notify';
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
const fiveMinutes = 300_000;

describe('a key that was rotated', () => {
  it('is read anew when Notify refuses the old one, and the message goes at once', async () => {
    await sender.take(record());
    const rotated = aSecret();
    sender.notify.takesOnly(rotated);
    sender.secretHolds(apiKeyOf(rotated));
    const message = record();
    expect(await sender.take(message)).toEqual([]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sender.hold.waiting).toEqual([]);
    expect(secretReads()).toBe(2);
  });

  it('is read once for a whole batch that was refused, and all of it goes', async () => {
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

  it('is read once more in the look-up of a message of which nobody knows', async () => {
    sender.notify.nextPosts({ answer: 'lost', stored: true });
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

describe('a key that Notify refuses', () => {
  it('holds every message, spends nothing, and lets them go by itself when a key works', async () => {
    const good = aSecret();
    sender.notify.takesOnly(good);
    const batch = Array.from({ length: 10 }, record);
    expect(await sender.take(...batch)).toEqual([]);
    for (const { messageId } of batch) {
      expect(await sender.recordOf(messageId)).toMatchObject({
        state: 'held',
        attempts: 0,
        reason: '403: AuthError API key not found',
      });
    }
    expect(sender.hold.waiting.map(({ until }) => until)).toEqual(Array(10).fill(noon + fiveMinutes));
    expect(sender.hold.buried).toEqual([]);
    expect(sender.monitor.counts).toEqual({ KeyRefused: 10 });

    await sender.letTheNextComeBack();
    expect(sender.hold.waiting).toHaveLength(10);

    sender.secretHolds(apiKeyOf(good));
    await sender.letTheNextComeBack();
    for (const { messageId } of batch) {
      expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent', attempts: 1 });
    }
    expect(sender.notify.rows).toHaveLength(10);
  });
});

describe('a secret that holds no key', () => {
  it.each([
    ['is empty', '', 'the secret with the API key cannot be read'],
    ['holds something else', '{"apiKey":"x"}', 'API key is malformed'],
    ['holds a key cut short', apiKeyOf(aSecret()).slice(0, -1), 'API key is malformed'],
  ])('and %s holds the messages, shows nothing of what it holds, and heals by itself', async (_what, value, reason) => {
    const message = record();
    const good = aSecret();
    sender.notify.takesOnly(good);
    sender.secretHolds(value);
    expect(await sender.take(message)).toEqual([]);
    const delivery = await sender.recordOf(message.messageId);
    expect(delivery).toMatchObject({ state: 'held', reason: expect.stringContaining(reason) });
    if (value) expect(JSON.stringify([delivery, sender.monitor.said])).not.toContain(value);
    expect(sender.notify.posts).toEqual([]);
    expect(sender.monitor.counts).toEqual({ KeyRefused: 1 });

    sender.secretHolds(` ${apiKeyOf(good)}\n`);
    await sender.letTheNextComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent' });
  });

  it('and cannot be read at all holds them too', async () => {
    sender.secrets.on(GetSecretValueCommand).rejects(new Error('AccessDeniedException'));
    const message = record();
    expect(await sender.take(message)).toEqual([]);
    expect(await sender.recordOf(message.messageId)).toMatchObject({
      state: 'held',
      reason: 'the secret with the API key cannot be read',
    });
  });
});

describe('a hash key that cannot be read', () => {
  it('brings the message back before anything was claimed or sent', async () => {
    const closed = openSender(table, { hashKey: () => Promise.reject(new Error('AccessDeniedException')) });
    const message = record();
    expect(await closed.take(message)).toEqual([message.messageId]);
    expect(await closed.recordOf(message.messageId)).toBeUndefined();
    expect(closed.notify.posts).toEqual([]);
    expect(closed.monitor.said).toEqual([
      expect.objectContaining({ level: 'error', about: { message_id: message.messageId } }),
    ]);
  });
});
