import { isTruthy } from '../../rules/python/truth';
import { pythonInt } from './python-int';

/** How many seconds Notify lets a clock be wrong. */
const leeway = 30;

/**
 * What is wrong with the claims of a token whose signature fits a key: `wrong clock`, `bad token`, or `not this key`,
 * with which Notify goes on to the next key.
 *
 * @param now milliseconds since the epoch
 */
export function checkClaims(
  claims: Readonly<Record<string, unknown>>,
  now: number,
): 'good' | 'wrong clock' | 'bad token' | 'not this key' {
  const seconds = now / 1000;
  const issuedAt = 'iat' in claims ? pythonInt(claims['iat']) : Number.NaN;
  if (issuedAt === undefined || issuedAt > seconds + leeway) return 'wrong clock';

  const notBefore = 'nbf' in claims ? pythonInt(claims['nbf']) : 0;
  if (notBefore === undefined) return 'not this key';
  if (notBefore > seconds + leeway) return 'wrong clock';

  const expires = 'exp' in claims ? pythonInt(claims['exp']) : Number.POSITIVE_INFINITY;
  if (expires === undefined) return 'not this key';
  // Notify expects no audience, so any is wrong.
  if (expires <= seconds - leeway || isTruthy(claims['aud'])) return 'bad token';
  if (!isTextIfThere(claims, 'sub') || !isTextIfThere(claims, 'jti')) return 'bad token';

  if (Number.isNaN(issuedAt)) return 'not this key';
  return Math.floor(seconds) > issuedAt + leeway ? 'wrong clock' : 'good';
}

function isTextIfThere(claims: Readonly<Record<string, unknown>>, name: string): boolean {
  return !(name in claims) || typeof claims[name] === 'string';
}
