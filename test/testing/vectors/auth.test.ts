import { createHmac, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { NotifyStandIn } from '../../../lib/testing/stand-in';
import type { World } from '../../../lib/testing/world/world';
import { readVectors } from '../../vectors';

interface AuthCase {
  readonly name: string;
  /** What the token is like, in words: made below. */
  readonly token: string | null;
  readonly status: number;
  readonly error?: string;
  readonly message?: string;
}

const vectors = readVectors<AuthCase, { service_id: string; secret: string }>('auth.json');

describe('the stand-in takes and refuses tokens as Notify was recorded to', () => {
  test.each(vectors.cases.map((recorded) => [recorded.name, recorded] as const))('%s', async (_name, recorded) => {
    const server = await new NotifyStandIn({ world: worldFor(recorded) }).listen();
    try {
      const answer = await get(server.url, headerFor(recorded));
      const { status, error, message } = recorded;
      const refusal = { status_code: status, errors: [{ error, message }] };
      const emptyPage = { links: { current: `${server.url}/v2/notifications` }, notifications: [] };
      expect(answer).toEqual({ status, body: error === undefined ? emptyPage : refusal });
    } finally {
      await server.close();
    }
  });
});

function worldFor({ name, token }: AuthCase): World {
  const words = `${name} ${token}`;
  const revokedAt = /revoked/.test(words) ? new Date(Date.now() - 60_000).toISOString() : null;
  const keys = [{ name: 'key', type: 'live', secret: vectors.secret, revokedAt }] as const;
  const archived = /archived/.test(words);
  return { services: [{ id: vectors.service_id, name: 'svc', keys, templates: [], archived }] };
}

/** The header a case describes: as it stands, with a good token in its place, or with one made by the description. */
function headerFor({ token }: AuthCase): string | undefined {
  if (token === null) return undefined;
  if (token === '' || /^bearer/i.test(token)) return token.replaceAll('␠', ' ').replace('<good>', makeToken(''));
  return `Bearer ${makeToken(token)}`;
}

function makeToken(described: string): string {
  const alg = /\balg=(\w+)/.exec(described)?.[1] ?? /\b(HS\d+)\b/.exec(described)?.[1] ?? 'HS256';
  const header = /no typ/.test(described) ? { alg } : { typ: 'JWT', alg };
  const signed = `${encode(header)}.${encode(claimsOf(described))}`;
  if (alg === 'none') return `${signed}.`;
  const secret = /another secret/.test(described) ? randomUUID() : vectors.secret;
  return `${signed}.${createHmac(alg.replace('HS', 'sha'), secret).update(signed).digest('base64url')}`;
}

function claimsOf(described: string): object {
  const claims: Record<string, unknown> = { iss: vectors.service_id, iat: now() };
  for (const [, name = '', value = ''] of described.matchAll(/\b([a-z]+)=("[^"]*"|[^,]+)/g)) {
    if (name !== 'alg') claims[name] = valueOf(value.trim());
  }
  // "iat=now" alone means that there is no issuer, and "iss=…" alone leaves the time as it is.
  if (described === 'iat=now') delete claims['iss'];
  if (/no iat/.test(described)) delete claims['iat'];
  return claims;
}

function valueOf(words: string): unknown {
  const offset = /^now([+-]\d+)?s?$/.exec(words);
  if (offset) return now() + Number(offset[1] ?? 0);
  if (words === 'now.5') return now() + 0.5;
  if (words === '"<now>"') return String(now());
  if (words === 'service id') return vectors.service_id;
  if (words === 'SERVICE ID') return vectors.service_id.toUpperCase();
  if (words === 'random uuid') return randomUUID();
  return JSON.parse(words);
}

const now = () => Math.floor(Date.now() / 1000);
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

async function get(url: string, authorization: string | undefined): Promise<{ status: number; body: unknown }> {
  const headers = authorization === undefined ? {} : { authorization };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${url}/v2/notifications`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
      });
    });
    sent.once('error', reject).end();
  });
}
