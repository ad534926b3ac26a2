import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import type { Callback } from '../../lib/contract/callback';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import type { Monitor } from '../shared/ports';
import { readRequest } from './callback-request';
import type { CallbackTokens } from './tokens';

export interface HttpHandlerDependencies {
  readonly tokens: CallbackTokens;
  /** Does what is to be done with a callback. Rejects when that failed. */
  readonly take: (callback: Callback) => Promise<void>;
  readonly monitor: Monitor;
}

const { names } = metrics;

/**
 * Answers the calls of the receipts URL. Notify calls again, six times in all, after a 5xx and a 429 alone; any other
 * status than a 2xx ends the matter. So what is our fault is a 5xx, and a 4xx what will never be any good.
 */
export function createHttpHandler({ tokens, take, monitor }: HttpHandlerDependencies) {
  return async (event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> => {
    try {
      const token = bearerToken(event.headers['authorization']);
      if (token === undefined) return refuse(401, 'no bearer token was given', names.noToken);
      if (!(await tokens.accepts(token))) {
        monitor.count(names.badToken);
        monitor.warn('a callback bore a token that is not ours; Notify does not make it again');
        return answer(401, 'the bearer token is not the right one');
      }
      const { callback, refusal } = readRequest(event);
      if (refusal) return refuse(refusal.status, refusal.reason, refusal.metric);
      await take(callback);
      return { statusCode: 204 };
    } catch (error) {
      monitor.count(names.fault);
      monitor.error('a callback could not be handled; Notify makes it again in five minutes', error);
      return answer(503, 'not handled; try again');
    }
  };

  function refuse(status: number, reason: string, metric: MetricName): LambdaFunctionURLResult {
    monitor.count(metric);
    monitor.warn('a call of the receipts URL was refused', { status, reason });
    return answer(status, reason);
  }
}

const headersOf: Readonly<Record<number, Record<string, string>>> = {
  401: { 'www-authenticate': 'Bearer' },
  405: { allow: 'POST' },
};

const answer = (statusCode: number, reason: string): LambdaFunctionURLResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headersOf[statusCode] },
  body: JSON.stringify({ error: reason }),
});

function bearerToken(header = ''): string | undefined {
  return /^bearer /i.test(header) ? header.slice('bearer '.length).trim() || undefined : undefined;
}
