import { pathOf, type NotifyRequest } from './request';
import { findRoute } from './routes';
import type { ExchangeOutcome } from './exchange-outcome';

/**
 * Counts the requests that came in, by method, route and answer.
 *
 * @example
 * expect(notify.requests.count('POST /v2/notifications/sms')).toBe(2);
 */
export class RequestCounts {
  private readonly counts = new Map<string, number>();

  /**
   * Counts a request.
   *
   * @internal
   */
  add(request: NotifyRequest, outcome: ExchangeOutcome): void {
    const key = `${routeOf(request)} ${answerOf(outcome)}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /**
   * How many requests there were.
   *
   * @param beginning of `POST /v2/notifications/sms 429 RateLimitError`, say: method, route, status and Notify's class
   * of error; `lost` where a fault kept the answer back. Default: of all requests.
   *
   * @example
   * notify.requests.count('POST /v2/notifications/sms 429');
   */
  count(beginning = ''): number {
    let total = 0;
    for (const [key, count] of this.counts) if (key === beginning || key.startsWith(`${beginning} `)) total += count;
    return beginning === '' ? [...this.counts.values()].reduce((sum, count) => sum + count, 0) : total;
  }

  /**
   * All counts, as `{ 'GET /v2/notifications/{id} 200': 2 }`.
   *
   * @example
   * console.table(notify.requests.all());
   */
  all(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /**
   * Starts all counts again from 0.
   *
   * @example
   * notify.requests.clear();
   */
  clear(): void {
    this.counts.clear();
  }
}

const channels = new Set(['/v2/notifications/sms', '/v2/notifications/email', '/v2/notifications/letter']);

/** Sends are counted by channel; whatever else varies in a path is left out. */
function routeOf(request: NotifyRequest): string {
  const path = pathOf(request);
  const destination = findRoute(request.method, path);
  if (!('route' in destination)) return `${request.method} elsewhere`;
  const isSend = destination.route === '/v2/notifications/{type}' && channels.has(path);
  return `${request.method} ${isSend ? path : destination.route}`;
}

function answerOf(outcome: ExchangeOutcome): string {
  if (outcome.end === 'lost') return 'lost';
  const { status, error } = outcome.answer;
  return error === undefined ? String(status) : `${status} ${error}`;
}
