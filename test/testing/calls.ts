import { createHmac } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { defaultWorld, type KeyType, type World } from '../../lib/testing';

/** One request, made by hand so that anything can be sent. */
export interface RawCall {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Name, value, name, value, as they came over the wire. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Makes a request over HTTP; rejects when the connection is lost before the whole answer is there. */
export async function callOverHttp(
  url: string,
  { method = 'GET', path, headers = {}, body }: RawCall,
): Promise<RawAnswer> {
  const agent = new Agent();
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url + path, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
      response.once('end', () => {
        const { statusCode: status = 0, headers: received, rawHeaders } = response;
        resolve({ status, headers: received, rawHeaders, body: Buffer.concat(chunks) });
      });
    });
    sent.once('error', reject).end(body);
  });
}

export function jsonOf({ body }: { readonly body: Buffer }): unknown {
  return JSON.parse(body.toString());
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token as any client makes it. */
export function tokenOf(serviceId: string, secret: string, now = Date.now()): string {
  const signed = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode({ iss: serviceId, iat: Math.floor(now / 1000) })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** The `Authorization` header of the first service's key of a type. */
export function bearer(type: KeyType = 'live', now = Date.now(), world: World = defaultWorld()): string {
  const [service] = world.services;
  const key = service?.keys.find((candidate) => candidate.type === type);
  if (service === undefined || key === undefined) throw new Error(`the world has no key of type ${type}`);
  return `Bearer ${tokenOf(service.id, key.secret, now)}`;
}
