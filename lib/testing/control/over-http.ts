import { jsonReply } from '../http/answer';
import type { Outcome } from '../http/exchange';
import { ownPrefix, refusalByGuard } from '../http/guard';
import { pathOf, type NotifyRequest } from '../http/request';
import { orders, type Steered } from './orders';

/**
 * Serves under `/_stand-in/` what a test in the same process does by methods; `GET /_stand-in/` lists the orders. Gives
 * nothing for any other path.
 */
export function controlOverHttp(standIn: Steered): (request: NotifyRequest) => Promise<Outcome | undefined> {
  return async (request) => {
    const path = pathOf(request);
    if (!path.startsWith(ownPrefix)) return undefined;
    const refused = refusalByGuard(request);
    if (refused !== undefined) return reply(refused.status, { error: refused.error });
    const [name = '', id = ''] = path.slice(ownPrefix.length).split('/');
    const order = orders.get(`${request.method} ${name}`);
    if (order === undefined) {
      const known = [...orders].map(([title, { takes }]) => `${title} ${takes}`.trim());
      const isAsked = request.method === 'GET' && name === '';
      return isAsked
        ? reply(200, { orders: known })
        : reply(404, { error: `there is no order ${name}`, orders: known });
    }
    try {
      const given: unknown = request.body.length === 0 ? undefined : JSON.parse(request.body.toString());
      return reply(200, (await order.obey(standIn, given, id, request)) ?? {});
    } catch (error) {
      return reply(400, { error: error instanceof Error ? error.message : 'unknown' });
    }
  };
}

function reply(status: number, value: unknown): Outcome {
  // Dates and getters become plain JSON first.
  const { contentType, body } = jsonReply(status, JSON.parse(JSON.stringify(value)));
  const headers = ['Content-Type', contentType, 'Content-Length', String(body.length)];
  return { end: 'answered', answer: { status, headers, body }, bodyTakes: 0, breaksOff: false };
}
