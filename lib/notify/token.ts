// Only this much of jose belongs in a bundle.
import { CompactSign } from 'jose/jws/compact/sign';
import type { Clock } from '../contract/clock';
import type { ParsedApiKey } from './api-key';

/** Notify takes a token for 30 seconds either way: half of that leaves room for a slow request and a clock that is off. */
const longestReuse = 15_000;

/** Gives the token for a request. All who ask while one is being signed get that same one. */
export function tokenSource(apiKey: ParsedApiKey, clock: Pick<Clock, 'now'>): () => Promise<string> {
  let signedAt = 0;
  let current: Promise<string> | undefined;
  return () => {
    const age = clock.now() - signedAt;
    if (!current || age < 0 || age > longestReuse) {
      signedAt = clock.now();
      current = sign(apiKey, signedAt).catch((error: unknown) => {
        current = undefined;
        throw error;
      });
    }
    return current;
  };
}

async function sign(apiKey: ParsedApiKey, now: number): Promise<string> {
  const claims = { iss: apiKey.serviceId, iat: Math.floor(now / 1000) };
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
    .sign(Buffer.from(apiKey.secret));
}
