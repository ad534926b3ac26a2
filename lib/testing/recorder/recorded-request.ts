import type { Caller } from '../auth/authenticate';
import type { Fault } from '../faults/fault';
import type { Outcome } from '../http/exchange';
import type { NotifyRequest } from '../http/request';

/** Whether the request's token was good. It is kept nowhere itself. */
export type TokenVerdict = 'good' | 'refused' | 'none' | 'not looked at';

/** The beginning of a body, and how many bytes it had. */
export interface RecordedBody {
  readonly beginning: Buffer | string;
  readonly size: number;
}

/** One call of Notify's API. */
export interface RecordedRequest {
  /** Counts up from 1. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** With the query string. */
  readonly target: string;
  /** Without any that authorises. */
  readonly headers: NotifyRequest['headers'];
  readonly body: RecordedBody;
  readonly token: TokenVerdict;
  /** Null where the token was not good. */
  readonly signedBy: Caller | null;
  readonly faults: readonly Fault[];
  /** Null where there was no answer. */
  readonly answer: {
    readonly status: number;
    /** Name, value, name, value. */
    readonly headers: readonly string[];
    readonly body: RecordedBody;
    /** Notify's class of the error. */
    readonly error: string | null;
    readonly breaksOff: boolean;
  } | null;
  /** Milliseconds. */
  readonly took: number;
  /** The message it sent; null if it sent none. */
  readonly messageId: string | null;
}

const mostOfBody = 64 * 1024;
const secret = /^(?:proxy-)?authorization$|^cookie$/i;

/** What is kept of a request and its answer. */
export function recordOf(
  request: NotifyRequest,
  outcome: Outcome,
  about: Pick<RecordedRequest, 'number' | 'at' | 'signedBy' | 'faults' | 'took' | 'messageId'>,
): RecordedRequest {
  const { method, target, headers, body, authorization } = request;
  return {
    ...about,
    method,
    target,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.test(name))),
    body: beginningOf(body),
    token: about.signedBy ? 'good' : verdict(authorization, outcome),
    answer: answerIn(outcome),
  };
}

function verdict(authorization: string | undefined, outcome: Outcome): TokenVerdict {
  if (authorization === undefined) return 'none';
  return outcome.end === 'answered' && outcome.answer.error === 'AuthError' ? 'refused' : 'not looked at';
}

function answerIn(outcome: Outcome): RecordedRequest['answer'] {
  if (outcome.end !== 'answered') return null;
  const { status, headers, body, error = null } = outcome.answer;
  return { status, headers, body: beginningOf(body), error, breaksOff: outcome.breaksOff };
}

function beginningOf(body: Buffer | string): RecordedBody {
  if (body.length <= mostOfBody) return { beginning: body, size: Buffer.byteLength(body) };
  // A part of a buffer would keep all of it.
  const beginning = typeof body === 'string' ? body.slice(0, mostOfBody) : Buffer.from(body.subarray(0, mostOfBody));
  return { beginning, size: Buffer.byteLength(body) };
}
