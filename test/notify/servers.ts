import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and a certificate for 127.0.0.1 that nobody trusts of himself, in one PEM. */
export function selfSigned(): string {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const key = join(folder, 'key.pem');
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const certificate = execFileSync('openssl', ['req', '-x509', ...algorithm, ...subject], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pem = certificate + readFileSync(key, 'utf8');
  rmSync(folder, { recursive: true });
  return pem;
}

/** Starts a server on a free port of this machine. */
export async function listening<AnyServer extends NetServer>(server: AnyServer): Promise<AnyServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export const serve = async (listener: RequestListener): Promise<Server> => listening(createServer(listener));

export async function serveTls(pem: string, listener: RequestListener): Promise<Server> {
  return listening(createTlsServer({ key: pem, cert: pem }, listener));
}

export function portOf(server: NetServer): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}
