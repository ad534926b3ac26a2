import { inspect } from 'node:util';
import { ParsedApiKey } from '../../lib/notify/api-key';
import { MalformedApiKeyError } from '../../lib/notify';
import { secret, serviceId, thrownBy } from './answers';

describe('ApiKey', () => {
  it.each([
    ['with a plain name', `live-${serviceId}-${secret}`],
    ['with hyphens and UUIDs in its name', `my-key-${secret}-${serviceId}-${secret}`],
    ['with other separators', `my key_${serviceId}_${secret}`],
    ['without a name', `${serviceId}-${secret}`],
    ['in upper case', `live-${serviceId.toUpperCase()}-${secret.toUpperCase()}`],
    ['with a line break after it, as files and consoles leave it', `live-${serviceId}-${secret}\n`],
  ])('a key %s is split from the right', (_, key) => {
    const parsed = new ParsedApiKey(key);
    expect(parsed.serviceId.toLowerCase()).toBe(serviceId);
    expect(parsed.secret.toLowerCase()).toBe(secret);
  });

  it.each([
    ['empty', ''],
    ['not there', undefined as unknown as string],
    ['only a secret', secret],
    ['cut short', `live-${serviceId}-${secret.slice(0, -1)}`],
    ['cut in the middle', `live-${serviceId.slice(1)}-${secret}`],
    ['one character too long', `live-${serviceId}-${secret}0`],
    ['two keys', `live-${serviceId}-${secret},live-${serviceId}-${secret} and more`],
    ['in quotation marks', `"live-${serviceId}-${secret}"`],
  ])('a key that is %s is refused and not shown', (_, key) => {
    const error = thrownBy(() => new ParsedApiKey(key));
    expect(error).toBeInstanceOf(MalformedApiKeyError);
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain(secret.slice(0, 8));
  });

  it('a key does not show its secret when printed', () => {
    const key = new ParsedApiKey(`live-${serviceId}-${secret}`);
    expect(inspect(key, { showHidden: true })).not.toContain(secret);
    expect(JSON.stringify(key)).not.toContain(secret);
  });
});
