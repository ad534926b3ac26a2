import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { join } from 'node:path';

/** A key and a certificate for 127.0.0.1 that nobody trusts of himself, in one PEM. */
export const selfSigned = readFileSync(join(__dirname, '../tls/for-tests-only.pem'), 'utf8');

/** Starts a server on a free port of this machine. */
export async function listening<AnyServer extends NetServer>(server: AnyServer): Promise<AnyServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export const serve = async (listener: RequestListener): Promise<Server> => listening(createServer(listener));

export async function serveTls(listener: RequestListener): Promise<Server> {
  return listening(createTlsServer({ key: selfSigned, cert: selfSigned }, listener));
}

export function portOf(server: NetServer): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}

/** Ends a server at once, with its connections. */
export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
