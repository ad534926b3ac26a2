import { randomUUID } from 'node:crypto';
import type { NotifyRequest } from './request';
import { writeJson } from './write-json';

/** What the stand-in answers. */
export interface Answer {
  readonly status: number;
  /** Name, value, name, value: a name may come twice. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Notify's class of the (first) error, for counting. */
  readonly error?: string;
}

/** What an endpoint gives: the application adds the headers that every answer of Notify has. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  readonly headers?: readonly string[];
  readonly error?: string;
}

const onEveryAnswer = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Allow-Headers', 'Content-Type,Authorization'],
  ['Access-Control-Allow-Methods', 'GET,PUT,POST,DELETE'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'SAMEORIGIN'],
  ['X-Permitted-Cross-Domain-Policies', 'none'],
  ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains; preload'],
  ['Cache-Control', 'no-store, no-cache, private, must-revalidate'],
].flat();

export function jsonReply(status: number, value: unknown): Reply {
  return { status, contentType: 'application/json', body: Buffer.from(`${writeJson(value)}\n`) };
}

export function answer(request: NotifyRequest, reply: Reply): Answer {
  const { traceId = randomUUID().replaceAll('-', ''), spanId = randomUUID().replaceAll('-', '').slice(0, 16) } =
    request;
  return {
    status: reply.status,
    headers: [
      'Content-Type',
      reply.contentType,
      'Content-Length',
      String(reply.body.length),
      'X-B3-TraceId',
      traceId,
      'X-B3-SpanId',
      spanId,
      ...onEveryAnswer,
      ...(reply.headers ?? []),
    ],
    body: request.method === 'HEAD' ? Buffer.alloc(0) : reply.body,
    ...(reply.error === undefined ? {} : { error: reply.error }),
  };
}
