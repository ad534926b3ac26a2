import { MalformedApiKeyError } from '../../../lib/notify';
import { createNotifySource } from '../../../lambda/shared/notify/notify-source';
import { noon } from '../deliveries/deliveries';
import { apiKeyOf, aSecret, ScriptedNotify } from '../../send/scripted-notify';
import { ClockInTest } from '../../fakes/clock-in-test';

const clock = new ClockInTest(noon);

/** A secret of which `kept` is known and `current` is what a fresh look gives. */
function open(kept = apiKeyOf(aSecret()), current = kept) {
  const secret = { kept, current, rereads: 0 };
  const source = createNotifySource(
    {
      value: async () => secret.kept,
      reread: async () => {
        secret.rereads += 1;
        secret.kept = secret.current;
        return secret.kept;
      },
    },
    { clock, transport: new ScriptedNotify(clock).transport },
  );
  return { secret, source };
}

describe('Notify clients by key', () => {
  it('the same client is used while the key stays the same', async () => {
    const { source } = open();
    expect(await source.current()).toBe(await source.current());
  });

  it('a client is never used with an old key', async () => {
    const { secret, source } = open();
    const old = await source.current();
    secret.kept = apiKeyOf(aSecret());
    expect(await source.current()).not.toBe(old);
  });

  it('a new client is made after a rejection even if the key is unchanged, because the token may be wrong', async () => {
    const { source, secret } = open();
    const refused = await source.current();
    const renewed = await source.renewed(refused);
    expect(renewed).not.toBe(refused);
    expect(secret.rereads).toBe(1);
    expect(await source.current()).toBe(renewed);
  });

  it('one new client is made for all calls that were rejected together or come late', async () => {
    const { source, secret } = open();
    const refused = await source.current();
    const [first, second] = await Promise.all([source.renewed(refused), source.renewed(refused)]);
    expect(second).toBe(first);
    expect(await source.renewed(refused)).toBe(first);
    expect(secret.rereads).toBe(1);
  });

  it('a new client is made each time for a key that stays rejected', async () => {
    const { source, secret } = open();
    const renewed = await source.renewed(await source.current());
    await source.renewed(renewed);
    expect(secret.rereads).toBe(2);
  });

  it('a malformed key gives no client, and the error does not show it', async () => {
    const { source } = open('amala-not-a-key');
    await expect(source.current()).rejects.toThrow(MalformedApiKeyError);
    await expect(source.current()).rejects.not.toThrow(/amala/);
  });

  it('a client can be made once the secret holds a valid key again', async () => {
    const { source, secret } = open();
    const refused = await source.current();
    secret.current = 'not a key';
    await expect(source.renewed(refused)).rejects.toThrow(MalformedApiKeyError);
    secret.current = apiKeyOf(aSecret());
    expect(await source.renewed(refused)).toBeDefined();
  });
});
