import { createHmac, KeyObject, webcrypto } from 'node:crypto';
import { defaultWorld, type World } from '../../lib/testing';

/**
 * Lets tokens be signed at once instead of on another thread, so that the order of things follows from the seed alone
 * and a run can be replayed. Call it once, before any fleet, with every world whose keys are used.
 */
export async function signAtOnce(world: World = defaultWorld()): Promise<void> {
  // What is loaded when it is first needed would be waited for as if nothing were left to do.
  await import('jose/jws/compact/sign');
  const { subtle } = webcrypto;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const keys = new Map<string, webcrypto.CryptoKey>();
  for (const { secret } of world.services.flatMap((service) => service.keys)) {
    keys.set(secret, await subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['sign']));
  }
  const importKey = subtle.importKey.bind(subtle);
  Object.defineProperty(subtle, 'importKey', {
    configurable: true,
    // Other tests of the same process have keys of their own.
    value: async (...terms: Parameters<typeof importKey>) =>
      keys.get(Buffer.from(terms[1] as Uint8Array).toString()) ?? importKey(...terms),
  });
  Object.defineProperty(subtle, 'sign', {
    configurable: true,
    value: async (_algorithm: string, key: webcrypto.CryptoKey, data: Uint8Array) =>
      createHmac('sha256', KeyObject.from(key)).update(data).digest(),
  });
}
