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

describe('the clients for a key', () => {
  it('are one and the same while the key is', async () => {
    const { source } = open();
    expect(await source.current()).toBe(await source.current());
  });

  it('are never used past their key', async () => {
    const { secret, source } = open();
    const old = await source.current();
    secret.kept = apiKeyOf(aSecret());
    expect(await source.current()).not.toBe(old);
  });

  it('are made anew after a refusal even when the key is what it was, for the token may be what was wrong', async () => {
    const { source, secret } = open();
    const refused = await source.current();
    const renewed = await source.renewed(refused);
    expect(renewed).not.toBe(refused);
    expect(secret.rereads).toBe(1);
    expect(await source.current()).toBe(renewed);
  });

  it('are made anew once for all who were refused together, and for those who come late', async () => {
    const { source, secret } = open();
    const refused = await source.current();
    const [first, second] = await Promise.all([source.renewed(refused), source.renewed(refused)]);
    expect(second).toBe(first);
    expect(await source.renewed(refused)).toBe(first);
    expect(secret.rereads).toBe(1);
  });

  it('are made again and again for a key that stays refused', async () => {
    const { source, secret } = open();
    const renewed = await source.renewed(await source.current());
    await source.renewed(renewed);
    expect(secret.rereads).toBe(2);
  });

  it('cannot be made from what is no key, and the error does not show it', async () => {
    const { source } = open('amala-not-a-key');
    await expect(source.current()).rejects.toThrow(MalformedApiKeyError);
    await expect(source.current()).rejects.not.toThrow(/amala/);
  });

  it('can be made again after a secret could not be read', async () => {
    const { source, secret } = open();
    const refused = await source.current();
    secret.current = 'not a key';
    await expect(source.renewed(refused)).rejects.toThrow(MalformedApiKeyError);
    secret.current = apiKeyOf(aSecret());
    expect(await source.renewed(refused)).toBeDefined();
  });
});
