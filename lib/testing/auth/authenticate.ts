import { crash, type Refusal } from '../../rules/refusal';
import { parseUuid } from '../../rules/schema/uuid';
import { authError } from '../http/errors';
import type { CompleteService, CompleteWorld } from '../world/complete-world';
import type { ApiKey } from '../world/world';
import { checkClaims } from './claims';
import { isSignedWith, readJwt, type Jwt } from './jwt';
import { authMessages, type AuthReason } from './messages';

/** Who makes a request. */
export interface Caller {
  readonly service: CompleteService;
  readonly key: ApiKey;
}

/**
 * Finds the service and key that signed the token, or throws the refusal of the first check that fails.
 *
 * @param now milliseconds since the epoch
 * @param otherNow what a clock shows by which a token may be good as well
 */
export function authenticate(
  authorization: string | undefined,
  world: CompleteWorld,
  now: number,
  otherNow = now,
): Caller {
  const jwt = readToken(authorization);
  const service = findService(jwt, world);
  const keys = service.keys.filter((key) => isLoaded(key, now));
  if (keys.length === 0) throw refuse('no keys');
  if (service.archived) throw refuse('archived service');
  if (jwt.header['alg'] !== 'HS256') throw refuse('wrong algorithm');

  for (const key of keys.filter(({ secret }) => isSignedWith(secret, jwt))) {
    const byOther = otherNow === now ? undefined : checkClaims(jwt.claims, otherNow);
    const verdict = byOther === 'good' ? byOther : checkClaims(jwt.claims, now);
    if (verdict === 'wrong clock' || verdict === 'bad token') throw refuse(verdict);
    if (verdict === 'good') {
      if (key.revokedAt) throw refuse('revoked key');
      return { service, key };
    }
  }
  throw refuse('unknown key');
}

/** How the paths that are the website's alone refuse anybody else's token. Whose it is they do not look at. */
export function refusalByWebsite(authorization: string | undefined): Refusal {
  const { claims } = readToken(authorization);
  return 'iss' in claims ? authError('Unauthorized: not allowed to perform this action', 401) : refuse('no issuer');
}

function readToken(authorization: string | undefined): Jwt {
  if (!authorization) throw refuse('no token', 401);
  if (authorization.slice(0, 7).toLowerCase() !== 'bearer ') throw refuse('not bearer', 401);
  const jwt = readJwt(authorization.slice(7));
  if (jwt === undefined) throw refuse('bad token');
  if (hasOddHeader(jwt)) throw crash('InvalidTokenError');
  // It would have its claims elsewhere.
  if (jwt.header['b64'] === false) throw refuse('bad token');
  return jwt;
}

function findService({ claims }: Jwt, world: CompleteWorld): CompleteService {
  if (!('iss' in claims)) throw refuse('no issuer');
  const id = parseUuid(claims['iss']);
  if (id === undefined) throw refuse('issuer is no id');
  const service = world.services.find((candidate) => candidate.id === id);
  if (service === undefined) throw refuse('unknown service');
  return service;
}

/** Notify falls over header fields that its library refuses before it looks at anything else. */
function hasOddHeader({ header }: Jwt): boolean {
  if ('kid' in header && typeof header['kid'] !== 'string') return true;
  if (!('crit' in header)) return false;
  // The one extension that the library knows, which has to be there if it is said to matter.
  const { crit } = header;
  return !Array.isArray(crit) || crit.length === 0 || !crit.every((name) => name === 'b64') || !('b64' in header);
}

/** Notify forgets a revoked key after a week. */
function isLoaded({ revokedAt }: ApiKey, now: number): boolean {
  return !revokedAt || now - Date.parse(revokedAt) < 7 * 24 * 3600 * 1000;
}

function refuse(reason: AuthReason, status = 403): Refusal {
  return authError(authMessages[reason], status);
}
