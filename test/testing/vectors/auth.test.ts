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

describe('stand-in: recorded tokens', () => {
  test.each(vectors.cases.map((recorded) => [recorded.name, recorded] as const))(
    'the stand-in accepts or refuses a token as Notify did: %s',
    async (_name, recorded) => {
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
    },
  );
});

function worldFor({ name, token }: AuthCase): World {
  const words = `${name} ${token}`;
  const daysAgo = Number(/revoked (\d+) days? ago/.exec(words)?.[1] ?? 0);
  const revokedAt = /revoked/.test(words) ? new Date(Date.now() - 60_000 - daysAgo * 86_400_000).toISOString() : null;
  const key = { name: 'key', type: 'live', secret: vectors.secret, revokedAt } as const;
  const keys = /\b(no|without)( any| usable)*( api)? keys?\b/i.test(words) ? [] : [key];
  const archived = /archived/.test(words);
  return { services: [{ id: vectors.service_id, name: 'svc', keys, templates: [], archived }] };
}

/** What a token is described by, in the words of the recordings; any other text is the header itself. */
const description = /^(good token|signed with|no [a-z]+|HS\d+|[a-z0-9]+=)/;

/** The header a case describes: as it stands, with a good token in its place, or with one made by the description. */
function headerFor({ token }: AuthCase): string | undefined {
  if (token === null) return undefined;
  if (description.test(token)) return `Bearer ${makeToken(token)}`;
  return token.replaceAll('␠', ' ').replace('<good>', makeToken(''));
}

/** The fields of a token's header. Others that are named are claims. */
const headerFields = new Set(['alg', 'typ', 'kid', 'crit', 'b64', 'cty']);

function makeToken(described: string): string {
  const fields = fieldsOf(described);
  const [, inWords = 'HS256'] = /\b(HS\d+)\b/.exec(described) ?? [];
  const alg = typeof fields['alg'] === 'string' ? fields['alg'] : inWords;
  const named = Object.fromEntries(Object.entries(fields).filter(([name]) => headerFields.has(name)));
  const header = { ...(/no typ/.test(described) ? {} : { typ: 'JWT' }), ...named, alg };
  const signed = `${encode(header)}.${encode(claimsOf(described, fields))}`;
  if (alg === 'none') return `${signed}.`;
  const secret = /another secret/.test(described) ? randomUUID() : vectors.secret;
  return `${signed}.${createHmac(alg.replace('HS', 'sha'), secret).update(signed).digest('base64url')}`;
}

function fieldsOf(described: string): Record<string, unknown> {
  const found = described.matchAll(/\b([a-z0-9]+)=("[^"]*"|\[[^\]]*\]|\{[^}]*\}|[^,]+)/g);
  return Object.fromEntries(Array.from(found, ([, name = '', value = '']) => [name, valueOf(value.trim())]));
}

function claimsOf(described: string, fields: Readonly<Record<string, unknown>>): object {
  const named = Object.fromEntries(Object.entries(fields).filter(([name]) => !headerFields.has(name)));
  const claims: Record<string, unknown> = { iss: vectors.service_id, iat: now(), ...named };
  // "iat=now" alone means that there is no issuer, and "iss=…" alone leaves the time as it is.
  if (described === 'iat=now' || /no iss/.test(described)) delete claims['iss'];
  if (/no iat/.test(described)) delete claims['iat'];
  return claims;
}

/** `now`, in seconds, perhaps times or plus something: `now*1000`, `now+29s`, `now.5`. */
const moment = /^now(?<half>\.\d+)?(?:\*(?<times>[\d.]+))?(?<offset>[+-][\d.]+)?s?$/;

function valueOf(words: string): unknown {
  const { half = '0', times = '1', offset = '0' } = moment.exec(words)?.groups ?? {};
  if (moment.test(words)) return (now() + Number(half)) * Number(times) + Number(offset);
  if (/^"<now[^"]*>"$/.test(words)) return String(valueOf(words.slice(2, -2)));
  if (words === 'service id') return vectors.service_id;
  if (words === 'SERVICE ID') return vectors.service_id.toUpperCase();
  if (words === 'random uuid') return randomUUID();
  return jsonOr(words);
}

/** A value in JSON, or the words as they are. */
function jsonOr(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    return words;
  }
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
