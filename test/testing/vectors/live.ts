import { createHmac } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';

/** One request that was put to the running Notify, and what it answered. */
export interface LiveCase {
  readonly kind: string;
  /** Which of the keys signs the token. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly body_base64?: string;
  /** The header in place of one with a token, or false for none. */
  readonly authorization?: string | false;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly expected: LiveAnswer;
}

export interface LiveAnswer {
  readonly status: number;
  readonly body: string;
}

export interface LiveVectors {
  /** By name, who signs tokens. */
  readonly keys: Readonly<Record<string, { readonly service: string; readonly secret: string }>>;
  /** A time of the day on which the answers were recorded. */
  readonly recorded_at: string;
}

/** Puts recorded requests to a server, byte for byte: most have what no client would send. */
export class Player {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly url: string,
    private readonly keys: LiveVectors['keys'],
    private readonly now: () => number,
  ) {}

  async play(recorded: Omit<LiveCase, 'kind' | 'expected'>): Promise<LiveAnswer> {
    const { method, path } = recorded;
    const { hostname, port, host } = new URL(this.url);
    const body = bodyOf(recorded);
    const headers = [...this.headersOf(recorded, body), 'Host', host];
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ agent: this.agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
        });
      });
      sent.once('error', reject).end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private headersOf({ key, authorization, headers }: Omit<LiveCase, 'kind' | 'expected'>, body?: Buffer): string[] {
    const all: string[] = [];
    if (typeof authorization === 'string') all.push('Authorization', authorization);
    else if (authorization !== false) all.push('Authorization', `Bearer ${this.token(key)}`);
    if (headers) all.push(...headers.flat());
    else if (body) all.push('Content-Type', 'application/json');
    const hasLength = headers?.some(([name]) => name.toLowerCase() === 'content-length') ?? false;
    return body && !hasLength ? [...all, 'Content-Length', String(body.length)] : all;
  }

  private token(name: string): string {
    const key = this.keys[name];
    if (key === undefined) throw new Error(`the recordings have no key ${name}: add it to their keys`);
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const claims = { iss: key.service, iat: Math.floor(this.now() / 1000) };
    const signed = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
    return `${signed}.${createHmac('sha256', key.secret).update(signed).digest('base64url')}`;
  }
}

function bodyOf({ body, body_base64: base64 }: Pick<LiveCase, 'body' | 'body_base64'>): Buffer | undefined {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  return body === undefined ? undefined : Buffer.from(body);
}

/** An answer with no date in it. */
export function withoutDates({ status, body }: LiveAnswer): LiveAnswer {
  return { status, body: body.replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/g, '<date>') };
}

/** An answer without what differs each time: host, new ids, links to files and dates. */
export function comparable({ status, body }: LiveAnswer, url: string): LiveAnswer {
  const id = status === 201 ? String(JSON.parse(body).id) : undefined;
  const text = body
    .replaceAll(url, 'http://HOST')
    .replaceAll(id ?? '<id>', '<id>')
    .replaceAll(/\/d\/[\w-]{22}\/[\w-]{22}\?key=[\w-]{43}/g, '/d/A/B?key=C');
  return withoutDates({ status, body: text });
}
