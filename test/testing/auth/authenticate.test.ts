import { createHmac } from 'node:crypto';
import { Refusal } from '../../../lib/rules/refusal';
import { defaultWorld } from '../../../lib/testing';
import { authenticate } from '../../../lib/testing/auth/authenticate';
import { completeWorld } from '../../../lib/testing/world/complete-world';
import { bearer } from '../calls';
import { ids } from '../default-ids';

const world = completeWorld(defaultWorld());
const secret = world.services[0]?.keys[0]?.secret ?? '';
const now = Date.parse('2026-03-02T09:00:00.900Z');
const seconds = Math.floor(now / 1000);
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

function tokenOf(claims: unknown, header: unknown = { typ: 'JWT', alg: 'HS256' }): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** What happens to a token: the name of the service, or the refusal's text or class. */
function verdict(authorization: string, at = now): string {
  try {
    return authenticate(authorization, world, at).service.name;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [entry] = error.errors;
    return error.status === 500 ? `crash: ${entry?.error}` : (entry?.message ?? '');
  }
}

const good = 'Apply for a juggling licence';
const clock = 'Error: Your system clock must be accurate to within 30 seconds';
const general =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header';
const unknownKey = 'Invalid token: API key not found';

// Each row was checked against the libraries that Notify's own server uses.
test.each<[object, string]>([
  [{ iat: seconds }, good],
  [{ iat: seconds - 30 }, good],
  [{ iat: seconds - 31 }, clock],
  [{ iat: seconds + 30 }, good],
  [{ iat: seconds + 31 }, clock],
  [{ iat: seconds + 0.9 }, good],
  [{ iat: String(seconds) }, good],
  [{ iat: ` ${seconds} ` }, good],
  [{ iat: '1_0' }, clock],
  [{ iat: '1.5' }, clock],
  [{ iat: true }, clock],
  [{ iat: null }, 'crash: TypeError'],
  [{ iat: [] }, 'crash: TypeError'],
  [{ iat: {} }, 'crash: TypeError'],
  [{}, unknownKey],
  [{ iat: seconds, nbf: seconds + 30 }, good],
  [{ iat: seconds, nbf: seconds + 31 }, clock],
  [{ iat: seconds, nbf: 'x' }, unknownKey],
  [{ iat: seconds, nbf: null }, 'crash: TypeError'],
  [{ iat: seconds, exp: seconds - 29 }, good],
  [{ iat: seconds, exp: seconds - 30 }, general],
  [{ iat: seconds, exp: seconds - 31 }, general],
  [{ iat: seconds, exp: 'x' }, unknownKey],
  [{ iat: 1, exp: 1 }, general],
  [{ iat: seconds, aud: 'x' }, general],
  [{ iat: seconds, aud: '' }, good],
  [{ iat: seconds, aud: [] }, good],
  [{ iat: seconds, aud: ['x'] }, general],
  [{ iat: seconds, sub: 'x', jti: 'y' }, good],
  [{ iat: seconds, sub: 5 }, general],
  [{ iat: seconds, jti: null }, general],
  [{ iat: seconds, iss: ids.service.toUpperCase() }, good],
  [{ iat: seconds, iss: ids.service.replaceAll('-', '') }, good],
  [{ iat: seconds, iss: `{${ids.service}}` }, good],
  [{ iat: seconds, iss: null }, 'Invalid token: service id is not the right data type'],
  [{ iat: seconds, iss: ` ${ids.service}` }, 'Invalid token: service id is not the right data type'],
  [{ iat: seconds, iss: ids.nobody }, 'Invalid token: service not found'],
])('a token with the claims %j gets this answer: %s', (claims, expected) => {
  expect(verdict(`Bearer ${tokenOf({ iss: ids.service, ...claims })}`)).toBe(expected);
});

test.each<[object, string]>([
  [{ alg: 'HS256' }, good],
  [{ alg: 'HS512' }, 'Invalid token: algorithm used is not HS256'],
  [{ alg: 'none' }, 'Invalid token: algorithm used is not HS256'],
  [{}, 'Invalid token: algorithm used is not HS256'],
  [{ alg: 'HS256', kid: 'x' }, good],
  [{ alg: 'HS256', kid: 5 }, 'crash: InvalidTokenError'],
  [{ alg: 'HS256', crit: ['x'] }, 'crash: InvalidTokenError'],
])('a token with the header %j gets this answer: %s', (header, expected) => {
  expect(verdict(`Bearer ${tokenOf({ iss: ids.service, iat: seconds }, header)}`)).toBe(expected);
});

test('anything that is not a JWT is a bad token', () => {
  const token = tokenOf({ iss: ids.service, iat: seconds });
  for (const bad of [
    '',
    '.',
    'a.b',
    'a.b.c',
    'é.é.é',
    token.split('.').slice(0, 2).join('.'),
    `${encode([])}.${encode({})}.`,
  ]) {
    expect(verdict(`Bearer ${bad}`)).toBe(general);
  }
  expect(verdict(`Bearer ${tokenOf([1])}`)).toBe(general);
  expect(verdict(`Bearer ${token}x`)).not.toBe(good);
});

test('a token is valid for its own key, and a changed token for none', () => {
  expect(verdict(bearer('team', now))).toBe(good);
  const token = tokenOf({ iss: ids.service, iat: seconds });
  const changed = token.replace(/.(?=\.[^.]*$)/, (last) => (last === 'A' ? 'B' : 'A'));
  expect([unknownKey, general]).toContain(verdict(`Bearer ${changed}`));
});

test('a token is checked afresh each time, even if it was valid before', () => {
  const token = `Bearer ${tokenOf({ iss: ids.service, iat: seconds })}`;
  expect(verdict(token)).toBe(good);
  expect(verdict(token, now + 31_000)).toBe(clock);
  expect(verdict(token)).toBe(good);
});
