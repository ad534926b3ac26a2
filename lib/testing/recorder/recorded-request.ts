import type { Caller } from '../auth/authenticate';
import type { Fault } from '../faults/fault';
import type { ExchangeOutcome } from '../http/exchange-outcome';
import type { NotifyRequest } from '../http/request';
import type { MessageHistory } from './histories';

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
const secrets = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** A request that is not answered yet. */
export interface OpenRequest {
  signedBy: Caller | null;
  /** The message that it sent. */
  messageId: string | null;
  history: MessageHistory | null;
}

interface AboutRequest extends Pick<RecordedRequest, 'number' | 'at' | 'faults' | 'took'> {
  readonly open: OpenRequest;
}

/** What is kept of a request and its answer. */
export function recordOf(request: NotifyRequest, outcome: ExchangeOutcome, about: AboutRequest): RecordedRequest {
  const { signedBy, messageId } = about.open;
  return {
    number: about.number,
    at: about.at,
    method: request.method,
    target: request.target,
    headers: withoutSecrets(request.headers),
    body: beginningOf(request.body),
    token: signedBy ? 'good' : verdict(request.authorization, outcome),
    signedBy,
    faults: about.faults,
    answer: answerIn(outcome),
    took: about.took,
    messageId,
  };
}

function withoutSecrets(headers: NotifyRequest['headers']): NotifyRequest['headers'] {
  const kept: Record<string, string | readonly string[] | undefined> = {};
  for (const name in headers) if (!secrets.has(name) && !secrets.has(name.toLowerCase())) kept[name] = headers[name];
  return kept;
}

function verdict(authorization: string | undefined, outcome: ExchangeOutcome): TokenVerdict {
  if (authorization === undefined) return 'none';
  return outcome.end === 'answered' && outcome.answer.error === 'AuthError' ? 'refused' : 'not looked at';
}

function answerIn(outcome: ExchangeOutcome): RecordedRequest['answer'] {
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
