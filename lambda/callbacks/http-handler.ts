import type { LambdaFunctionURLResult } from 'aws-lambda';
import type { Callback } from '../../lib/contract/callback';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import type { Monitor } from '../shared/ports';
import { readRequest } from './callback-request';
import { readHttpEvent, type HttpEvent } from './http-request';
import type { CallbackTokens } from './tokens';

export interface HttpHandlerDependencies {
  readonly tokens: CallbackTokens;
  /** Does what is to be done with a callback. Rejects when that failed. */
  readonly take: (callback: Callback) => Promise<void>;
  readonly monitor: Monitor;
}

const { names } = metrics;

/**
 * Answers the calls of the callbacks' endpoint. Notify calls again, six times in all, after a 5xx and a 429 alone; any other
 * status than a 2xx ends the matter. So what is our fault is a 5xx, and a 4xx what will never be any good.
 */
export function createHttpHandler({ tokens, take, monitor }: HttpHandlerDependencies) {
  return async (event: HttpEvent): Promise<LambdaFunctionURLResult> => {
    try {
      const request = readHttpEvent(event);
      const token = bearerToken(request.headers.get('authorization'));
      if (token === undefined) return refuse(401, 'there is no bearer token', names.noToken);
      if (!(await tokens.accepts(token))) {
        monitor.count(names.badToken);
        monitor.warn('a callback has the wrong token; Notify does not retry it');
        return answer(401, 'the bearer token is wrong');
      }
      const { callback, refusal } = readRequest(request);
      if (refusal) return refuse(refusal.status, refusal.reason, refusal.metric);
      await take(callback);
      return { statusCode: 204 };
    } catch (error) {
      monitor.count(names.fault);
      monitor.error('a callback could not be handled; Notify retries in five minutes', error);
      return answer(503, 'not handled; try again');
    }
  };

  function refuse(status: number, reason: string, metric: MetricName): LambdaFunctionURLResult {
    monitor.count(metric);
    monitor.warn('a call of the callback URL was refused', { status, reason });
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
