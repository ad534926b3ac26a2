import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeBase64 } from '../../rules/python/base64';
import { isObject, readJson } from '../../rules/python/read-json';
import { remembering } from '../../rules/remembering';

/** A token taken apart; nothing in it is proved yet. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

/** Takes a token apart as leniently as Notify does. Undefined when it is no JWT. */
export const readJwt = remembering(takeApart, 100);

function takeApart(token: string): Jwt | undefined {
  const lastDot = token.lastIndexOf('.');
  const firstDot = token.indexOf('.');
  if (lastDot === -1 || firstDot === lastDot) return undefined;
  const header = readSegment(token.slice(0, firstDot));
  const claims = readSegment(token.slice(firstDot + 1, lastDot));
  const signature = decodeSegment(token.slice(lastDot + 1));
  if (header === undefined || claims === undefined || signature === undefined) return undefined;
  return { header, claims, signed: token.slice(0, lastDot), signature };
}

// Clients may use a token for many requests, and signing is the dearest part of looking at one.
const signedWith = new WeakMap<Jwt, string>();

/** Whether the token was signed with this secret, by HS256. */
export function isSignedWith(secret: string, jwt: Jwt): boolean {
  const known = signedWith.get(jwt);
  if (known !== undefined) return known === secret;
  const expected = createHmac('sha256', secret).update(jwt.signed).digest();
  const isSigned = jwt.signature.length === expected.length && timingSafeEqual(jwt.signature, expected);
  if (isSigned) signedWith.set(jwt, secret);
  return isSigned;
}

function readSegment(segment: string): Record<string, unknown> | undefined {
  const bytes = decodeSegment(segment);
  const value = bytes === undefined ? undefined : readJson(bytes);
  return isObject(value) ? value : undefined;
}

function decodeSegment(segment: string): Buffer | undefined {
  const padding = '='.repeat((4 - (Buffer.byteLength(segment) % 4)) % 4);
  return decodeBase64(segment.replaceAll('-', '+').replaceAll('_', '/') + padding);
}
