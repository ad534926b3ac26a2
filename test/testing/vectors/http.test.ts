import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { NotifyStandIn } from '../../../lib/testing/stand-in';
import { readVectors } from '../../vectors';
import { HandClock } from '../hand-clock';
import { emptyBucket, secret, vectorWorld, type CaseSetup, type HttpVectors } from './vector-world';

interface HttpCase {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly json?: unknown;
    readonly raw_body?: string;
  };
  readonly setup?: CaseSetup;
  readonly response: {
    readonly status: number;
    readonly content_type: string;
    readonly json: unknown;
    readonly allow?: readonly string[];
  };
  readonly persisted?: boolean;
}

const vectors = readVectors<HttpCase, HttpVectors>('http.json');

describe('stand-in: recorded requests', () => {
  test.each(vectors.cases.map((recorded) => [recorded.name, recorded] as const))(
    'the stand-in answers a request as Notify did: %s',
    async (_name, recorded) => {
      const setup = recorded.setup ?? {};
      // On a clock that stands still, because an empty rate limit has room again after 20 ms.
      const clock = new HandClock(new Date().toISOString());
      const standIn = new NotifyStandIn({ world: vectorWorld(vectors, setup), clock });
      emptyBucket(standIn, setup);
      const server = await standIn.listen();
      try {
        const answer = await send(server.url, recorded);
        const { status, content_type: contentType, json, allow = [] } = recorded.response;
        const { text, ...head } = answer;
        expect({ ...head, json: comparable(head.status, text) }).toEqual({
          status,
          contentType,
          json,
          allow: allow.join(', '),
        });
        expect(text).toBe(`${asPythonWrites(JSON.parse(text))}\n`);
        expect(standIn.notifications.size).toBe(recorded.persisted === true ? 1 : 0);
      } finally {
        await server.close();
      }
    },
  );
});

async function send(url: string, { request, setup = {} }: HttpCase) {
  const body = request.raw_body ?? (request.json === undefined ? undefined : JSON.stringify(request.json));
  const headers = setup.no_auth ? {} : { authorization: `Bearer ${token()}` };
  return new Promise<{ status: number; contentType: string; allow: string; text: string }>((resolve, reject) => {
    const sent = httpRequest(url + request.path, { method: request.method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
      response.once('end', () => {
        const { 'content-type': contentType = '', allow = '' } = response.headers;
        resolve({ status: response.statusCode ?? 0, contentType, allow, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.once('error', reject).end(body);
  });
}

function token(): string {
  const claims = { iss: vectors.service_id, iat: Math.floor(Date.now() / 1000) };
  const signed = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** The answer with what differs each time in the recording's words: the host, the new id, the link to a file. */
function comparable(status: number, text: string): unknown {
  const named = text
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+\//g, 'https://api.notifications.service.gov.uk/')
    .replaceAll(/\/d\/[\w-]{22}\/[\w-]{22}\?key=[\w-]{43}/g, '/d/AAAA/BBBB?key=CCCC');
  return JSON.parse(status === 201 ? named.replaceAll(String(JSON.parse(text).id), '<notification_id>') : named);
}

/** Keys sorted, no spaces, all but ASCII escaped. */
function asPythonWrites(value: unknown): string {
  const sorted = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
  return sorted.replaceAll(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
