import type { Socket } from 'node:net';

// Notify tells a header of `Bearer` from one of `Bearer `. Node cuts white space from the end of a header's value, so
// the bytes themselves have to be looked at; only the last chunk is kept, and only such a header makes it read.
const lastChunks = new WeakMap<Socket, Buffer>();

/** Keeps at hand what a connection brought last. */
export function rememberBareScheme(socket: Socket): void {
  socket.prependListener('data', (chunk: Buffer) => lastChunks.set(socket, chunk));
}

/** The `Authorization` header with the space after a scheme that nothing follows. */
export function asSent(authorization: string | undefined, socket: Socket): string | undefined {
  if (authorization?.toLowerCase() !== 'bearer') return authorization;
  const chunk = lastChunks.get(socket)?.toString('latin1') ?? '';
  return /\nauthorization:[ \t]*bearer[ \t]+\r?\n/i.test(chunk) ? `${authorization} ` : authorization;
}
