import type { Clock } from '../../contract/clock';
import { NotifyAbortedError, NotifyConnectionError, NotifyTimeoutError } from '../../notify/errors';
import type { HttpRequest, HttpResponse, Transport } from '../../notify/transport';
import type { ExchangeOutcome } from './exchange-outcome';
import type { NotifyRequest } from './request';

/** Carries requests to the stand-in without a socket. Time-outs and slow answers pass on the stand-in's own clock. */
export function inProcess(
  exchange: (request: NotifyRequest) => Promise<ExchangeOutcome>,
  mayTakeTime: () => boolean,
  clock: Pick<Clock, 'sleep'>,
): Transport {
  return async (request) => {
    if (request.signal?.aborted) throw aborted(request.signal, false);
    const answered = receive(exchange(read(request)), clock);
    // Without a fault there is nothing to wait for, and so nothing to give up.
    return mayTakeTime() ? inTime(request, answered, clock) : answered;
  };
}

function read({ method, url, headers, body = '' }: HttpRequest): NotifyRequest {
  const header = (name: string) =>
    headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return {
    method,
    target: url.pathname + url.search,
    root: `${url.protocol}//${url.host}/`,
    authorization: header('authorization')?.trim(),
    traceId: header('x-b3-traceid'),
    spanId: header('x-b3-spanid'),
    headers,
    body,
  };
}

async function receive(exchanged: Promise<ExchangeOutcome>, clock: Pick<Clock, 'sleep'>): Promise<HttpResponse> {
  const outcome = await exchanged;
  if (outcome.end === 'lost') throw lost();
  if (outcome.bodyTakes > 0) await clock.sleep(outcome.bodyTakes);
  if (outcome.breaksOff) throw lost();
  const { status, headers, body } = outcome.answer;
  return { status, headers: byLowerCaseName(headers), body };
}

/** The answer, unless the time allowed or the caller's patience ends first; the stand-in goes on all the same. */
async function inTime(
  { timeout, signal }: HttpRequest,
  answered: Promise<HttpResponse>,
  clock: Pick<Clock, 'sleep'>,
): Promise<HttpResponse> {
  const answerCame = new AbortController();
  const waiting = AbortSignal.any([answerCame.signal, ...(signal ? [signal] : [])]);
  const timedOut = clock.sleep(timeout, waiting).then(
    () => Promise.reject(new NotifyTimeoutError({ timeout, mayHaveArrived: true })),
    () => (signal?.aborted ? Promise.reject(aborted(signal, true)) : answered),
  );
  try {
    return await Promise.race([answered, timedOut]);
  } finally {
    answerCame.abort();
  }
}

function lost(): NotifyConnectionError {
  return new NotifyConnectionError({ code: 'ECONNRESET', mayHaveArrived: true });
}

function aborted(signal: AbortSignal, mayHaveArrived: boolean): NotifyAbortedError {
  return new NotifyAbortedError({ mayHaveArrived, cause: signal.reason });
}

function byLowerCaseName(headers: readonly string[]): Record<string, string> {
  const named: Record<string, string> = {};
  for (let index = 0; index < headers.length; index += 2) {
    const name = (headers[index] ?? '').toLowerCase();
    const value = headers[index + 1] ?? '';
    named[name] = named[name] === undefined ? value : `${named[name]}, ${value}`;
  }
  return named;
}
