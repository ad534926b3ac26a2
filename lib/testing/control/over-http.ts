import { jsonReply } from '../http/answer';
import type { ExchangeOutcome } from '../http/exchange-outcome';
import { ownPrefix } from '../http/guard';
import { pathOf, type NotifyRequest } from '../http/request';
import { OrderRefused } from './order-refused';
import { orders, type Steered } from './orders';
import { readings } from './readings';

/**
 * Carries out an order under `/_stand-in/`, as a test in the same process does by methods; `GET /_stand-in/` lists the
 * orders.
 *
 * @param mayChange whether it may be steered, and not only read
 */
export async function obeyOverHttp(
  standIn: Steered,
  mayChange: boolean,
  request: NotifyRequest,
): Promise<ExchangeOutcome> {
  const [name = '', id = ''] = pathOf(request).slice(ownPrefix.length).split('/');
  const known = [...orders].filter(([title]) => mayChange || isReading(title));
  const titles = known.map(([title, { takes }]) => `${title} ${takes}`.trim().replace(' ,', ','));
  if (request.method === 'GET' && name === '') return jsonOutcome(200, { orders: titles });
  const title = `${request.method} ${name}`;
  const order = orders.get(title);
  if (order === undefined || (!mayChange && title === 'GET world')) {
    return jsonOutcome(404, { error: `there is no order ${name}`, orders: titles });
  }
  if (!mayChange && request.method !== 'GET') {
    return jsonOutcome(403, { error: 'the stand-in can only be read; start it with --control to steer it' });
  }
  try {
    const given: unknown = request.body.length === 0 ? undefined : JSON.parse(request.body.toString());
    return jsonOutcome(200, (await order.obey(standIn, given, id, request)) ?? {});
  } catch (error) {
    const status = error instanceof OrderRefused ? error.status : 400;
    return jsonOutcome(status, { error: error instanceof Error ? error.message : 'unknown' });
  }
}

const isReading = (title: string): boolean => readings.some(([name]) => name === title) || title === 'GET requests';

/** An answer in JSON, for programs alone: no page of another site may read it. */
export function jsonOutcome(status: number, value: unknown): ExchangeOutcome {
  // Dates and getters become plain JSON first.
  const { contentType, body } = jsonReply(status, JSON.parse(JSON.stringify(value)));
  const headers = ['Content-Type', contentType, 'Content-Length', String(body.length), 'Cache-Control', 'no-store'];
  return { end: 'answered', answer: { status, headers, body }, bodyTakes: 0, breaksOff: false };
}
