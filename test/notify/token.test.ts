import { jwtVerify } from 'jose';
import { ParsedApiKey } from '../../lib/notify/api-key';
import { tokenSource } from '../../lib/notify/token';
import { apiKey, secret, serviceId } from './answers';

const start = Date.UTC(2026, 7, 20, 12, 0, 0, 900);

function sourceAt(time: { now: number }) {
  return tokenSource(new ParsedApiKey(apiKey), { now: () => time.now });
}

describe('tokenSource', () => {
  it('a token is as Notify asks: HS256, the service as issuer, and issued in the current second', async () => {
    const token = await sourceAt({ now: start })();
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(secret), {
      currentDate: new Date(start),
    });
    expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'HS256' });
    expect(payload).toEqual({ iss: serviceId, iat: Math.floor(start / 1000) });
  });

  it('a token is reused for 15 seconds', async () => {
    const time = { now: start };
    const token = sourceAt(time);
    const first = await token();
    time.now = start + 15_000;
    expect(await token()).toBe(first);
  });

  it('a token older than 15 seconds is not reused', async () => {
    const time = { now: start };
    const token = sourceAt(time);
    const first = await token();
    time.now = start + 15_001;
    expect(await token()).not.toBe(first);
  });

  it('a token is not reused when the clock has gone back', async () => {
    const time = { now: start };
    const token = sourceAt(time);
    const first = await token();
    time.now = start - 1_000;
    expect(await token()).not.toBe(first);
  });

  it('callers who ask while a token is being signed get the same one', () => {
    const token = sourceAt({ now: start });
    expect(token()).toBe(token());
  });

  it('a token that could not be signed is tried again', async () => {
    const key = new ParsedApiKey(apiKey);
    const secrets = jest.spyOn(key, 'secret', 'get').mockReturnValueOnce('');
    const token = tokenSource(key, { now: () => start });
    await expect(token()).rejects.toThrow('Zero-length key');
    await expect(token()).resolves.toEqual(expect.any(String));
    expect(secrets).toHaveBeenCalledTimes(2);
  });
});
