import { readCallback, type Callback } from '../../lib/contract/callback';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import type { IncomingRequest } from './http-request';

/** Why a request is no callback. Notify does not make it again. */
export interface RequestRefusal {
  readonly status: 400 | 405 | 413 | 415;
  readonly reason: string;
  /** What it is counted as. */
  readonly metric: MetricName;
}

type Read =
  | { readonly callback: Callback; readonly refusal?: never }
  | { readonly callback?: never; readonly refusal: RequestRefusal };

/** Callbacks are well under one kilobyte, except for the text of a text message. */
const largest = 64 * 1024;
const { callbackNotJson, callbackTooBig, badCallback } = metrics.names;
const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** Reads a callback from a request. No reason shows what was in it. */
export function readRequest({ method, headers, body, isBase64Encoded }: IncomingRequest): Read {
  if (method !== 'POST') return refused(405, 'the method must be POST', callbackNotJson);
  if (!json.test(headers.get('content-type') ?? '')) {
    return refused(415, 'the content type must be application/json', callbackNotJson);
  }
  const encoding = isBase64Encoded ? 'base64' : 'utf8';
  if (Buffer.byteLength(body, encoding) > largest) {
    return refused(413, `the body is over ${largest} bytes`, callbackTooBig);
  }
  const read = parseJson(Buffer.from(body, encoding).toString());
  if (!read) return refused(400, 'the body is not JSON', callbackNotJson);
  const callback = readCallback(read.value);
  return callback ? { callback } : refused(400, 'the body is not a callback of GOV.UK Notify', badCallback);
}

const refused = (status: RequestRefusal['status'], reason: string, metric: MetricName): Read => ({
  refusal: { status, reason, metric },
});

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
