import { NotifyApiError, type NotifyClient } from '../../../lib/notify';
import { defaultWorld, type Service, type World } from '../../../lib/testing';
import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';

function worldOf(changes: Partial<Service>): World {
  return { services: defaultWorld().services.map((service) => ({ ...service, ...changes })) };
}

const text = (client: NotifyClient, phoneNumber = '07900900123') =>
  client.sendSms({ templateId: ids.plainSms, phoneNumber });

/** Notify's class of the error a call ends with, or `sent`. */
async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'sent',
    (error: unknown) =>
      error instanceof NotifyApiError ? `${error.status} ${error.details[0]?.message}` : String(error),
  );
}

describe('stand-in: rate limit', () => {
  const refusal = '429 Exceeded rate limit for key type LIVE of 3 requests per 60 seconds';

  test('a burst passes, then requests are refused until the bucket refills', async () => {
    const { standIn, client } = standInAt(undefined, { world: worldOf({ rateLimit: 3 }) });
    expect(await outcome(text(client()))).toBe('sent');
    expect(await outcome(text(client()))).toBe(refusal);
    await standIn.tick(30_000);
    expect(await outcome(text(client()))).toBe(refusal);
    await standIn.tick(60_000);
    expect(await outcome(text(client()))).toBe('sent');
  });

  test('each type of key has its own rate limit, and reads cost nothing', async () => {
    const { client } = standInAt(undefined, { world: worldOf({ rateLimit: 3 }) });
    await text(client());
    for (let read = 0; read < 5; read += 1) await client().listNotifications();
    await client().previewTemplate(ids.plainSms);
    expect(await outcome(text(client('test')))).toBe('sent');
    expect(await outcome(text(client('test')))).toContain('key type TEST');
  });

  test('a letter from a template takes two tokens, and a precompiled letter takes one', async () => {
    const letter = (client: NotifyClient) => client.sendLetter({ templateId: ids.letter, personalisation: licence });
    const precompiled = (client: NotifyClient) =>
      client.sendPrecompiledLetter({ reference: 'r', content: Buffer.from('x') });
    const { standIn, client } = standInAt();
    standIn.control.setTokens(3);
    expect(await outcome(letter(client()))).toBe('sent');
    expect(await outcome(letter(client()))).toContain('429');
    standIn.control.setTokens(3);
    expect(await outcome(precompiled(client()))).toBe('sent');
    expect(await outcome(precompiled(client()))).toBe('sent');
    expect(await outcome(precompiled(client()))).toContain('429');
  });

  test('a request that fails for another reason takes a token too', async () => {
    const { standIn, client } = standInAt();
    standIn.control.setTokens(2);
    expect(await outcome(text(client(), 'nobody'))).toContain('400');
    expect(await outcome(text(client()))).toContain('429');
  });
});

describe('stand-in: daily limit', () => {
  test('exactly as many messages as the limit allows pass, until midnight UTC', async () => {
    const { standIn, client } = standInAt('2026-06-01T22:30:00.000Z', { world: worldOf({ dailyLimits: { sms: 2 } }) });
    expect([await outcome(text(client())), await outcome(text(client()))]).toEqual(['sent', 'sent']);
    expect(await outcome(text(client()))).toBe('429 Exceeded send limits (sms: 2) for today');
    await standIn.tick(89 * 60_000);
    expect(await outcome(text(client()))).toContain('429');
    await standIn.tick(60_000);
    expect(await outcome(text(client()))).toBe('sent');
  });

  test('the daily limit counts stored messages by channel, over live and team keys together', async () => {
    const { client } = standInAt(undefined, { world: worldOf({ dailyLimits: { sms: 2 } }) });
    await outcome(text(client(), 'nobody'));
    await text(client(), '07700900111');
    await client().sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com' });
    await text(client('team'), '07700900888');
    await text(client());
    expect(await outcome(text(client()))).toContain('429');
  });

  test('the daily limit never stops a test key, unless it is zero', async () => {
    const { standIn, client } = standInAt(undefined, { world: worldOf({ dailyLimits: { sms: 1 } }) });
    for (let sent = 0; sent < 3; sent += 1) expect(await outcome(text(client('test')))).toBe('sent');
    const [service] = standIn.world.services;
    if (service) service.dailyLimits = { ...service.dailyLimits, sms: 0 };
    expect(await outcome(text(client('test')))).toBe('429 Exceeded send limits (sms: 0) for today');
  });

  test('international texts have their own daily limit, which is checked after the number', async () => {
    const { standIn, client } = standInAt(undefined, { world: worldOf({ dailyLimits: { international_sms: 1 } }) });
    expect(await outcome(text(client(), '+33612345678'))).toBe('sent');
    expect(await outcome(text(client(), '+33612345678'))).toBe(
      '429 Exceeded send limits (international_sms: 1) for today',
    );
    expect(await outcome(text(client(), '07797333214'))).toBe('sent');
    expect(await outcome(text(client(), 'nobody'))).toContain('400');
    const [service] = standIn.world.services;
    if (service) service.permissions = ['sms'];
    expect(await outcome(text(client(), '+33612345678'))).toBe('400 Cannot send to international mobile numbers');
  });

  test('in trial mode, a live key has a small daily limit and a test key has the usual one', async () => {
    const trial = 'Apply for a juggling licence (trial)';
    const { client } = standInAt();
    const send = (type: 'live' | 'test') =>
      client(type, trial).sendSms({ templateId: '50000000-0000-4000-8000-000000000102', phoneNumber: '07700900999' });
    for (let sent = 0; sent < 50; sent += 1) await send('live');
    expect(await outcome(send('live'))).toBe('429 Exceeded send limits (sms: 50) for today');
    for (let sent = 0; sent < 51; sent += 1) await send('test');
  });
});
