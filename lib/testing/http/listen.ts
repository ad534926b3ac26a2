import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../contract/clock';
import type { ExchangeOutcome, StreamedAnswer } from './exchange-outcome';
import { largestOwnBody, ownPrefix } from './guard';
import { pathOf, type NotifyRequest } from './request';

/** A server that listens. */
export interface Listening {
  /** Such as `http://127.0.0.1:54321`, without a slash at the end. */
  readonly url: string;
  /** Ends every connection and stops listening. */
  readonly close: () => Promise<void>;
}

export type Handler = (request: NotifyRequest) => Promise<ExchangeOutcome | StreamedAnswer>;

/** Where a server listens. */
export interface Address {
  /** 0 is any that is free. */
  readonly port: number;
  readonly host: string;
}

/** Serves the stand-in over HTTP. */
export async function listen(
  handler: Handler,
  { port, host }: Address,
  clock: Pick<Clock, 'sleep'>,
): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
    serve(incoming, response, handler, clock).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
    });
  };
  return { url: `http://${reachedAt(host)}:${portOf(server.address())}`, close };
}

/** How an address is written in a URL. Who listens everywhere is reached on the machine itself too. */
function reachedAt(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  handler: Handler,
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  const outcome = await handler(await read(incoming));
  if (outcome.end === 'lost') {
    incoming.socket.resetAndDestroy();
    return;
  }
  if (outcome.end === 'streamed') {
    response.writeHead(200, [...outcome.headers]).flushHeaders();
    response.once(
      'close',
      outcome.open((text) => void response.write(text)),
    );
    return;
  }
  const { status, headers, body } = outcome.answer;
  response.writeHead(status, [...headers]);
  const half = Math.floor(body.length / 2);
  if (outcome.bodyTakes === 0 && !outcome.breaksOff) {
    response.end(body);
    return;
  }
  await written(response, body.subarray(0, half));
  await clock.sleep(outcome.bodyTakes);
  if (outcome.breaksOff) incoming.socket.destroy();
  else response.end(body.subarray(half));
}

async function written(response: ServerResponse, part: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    response.write(part, (error) => (error ? reject(error) : resolve()));
  });
}

async function read(incoming: IncomingMessage): Promise<NotifyRequest> {
  const chunks: Buffer[] = [];
  const most = pathOf({ target: incoming.url ?? '/' }).startsWith(ownPrefix)
    ? largestOwnBody
    : Number.POSITIVE_INFINITY;
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    // What is left of it is read all the same, because a client that still sends does not read the answer.
    else chunks.length = 0;
  }
  const { method = 'GET', url = '/', headers, headersDistinct, socket } = incoming;
  return {
    method,
    target: url,
    root: `http://${headers.host ?? `127.0.0.1:${socket.localPort}`}/`,
    // Notify's server joins a header that comes twice.
    authorization: headersDistinct['authorization']?.join(','),
    traceId: firstOf(headers['x-b3-traceid']),
    spanId: firstOf(headers['x-b3-spanid']),
    headers,
    port: socket.localPort,
    body: chunks.length === 1 ? (chunks[0] ?? '') : Buffer.concat(chunks),
    bodyLeftOut: size > most,
  };
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
