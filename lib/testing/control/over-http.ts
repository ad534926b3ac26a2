import { jsonReply, type Answer } from '../http/answer';
import type { Outcome } from '../http/exchange';
import { readJson } from '../http/read-json';
import { pathOf, queryOf, type NotifyRequest } from '../http/request';
import type { FaultBook } from '../faults/fault-book';
import type { RequestCounts } from '../http/request-counts';
import type { SentMessages } from '../sent-message';
import type { CompleteWorld } from '../world/complete-world';
import type { Control } from './control';
import { endAs, faultScript, incomingText, tick, tokens } from './orders';

/** The part of the stand-in that can be steered over HTTP. */
interface Steered {
  readonly world: CompleteWorld;
  readonly control: Control;
  readonly faults: FaultBook;
  readonly notifications: SentMessages;
  readonly requests: RequestCounts;
  now(): number;
  tick(milliseconds: number): Promise<void>;
}

const prefix = '/_stand-in/';

/**
 * Serves under `/_stand-in/` what a test in the same process does by methods. Gives nothing for any other path.
 *
 * | method, path | body | answer |
 * |---|---|---|
 * | GET `world` | | the world |
 * | GET `notifications`, also `?reference=` or `?to=` | | what was accepted |
 * | GET `requests` | | how many requests, by route and answer |
 * | POST `tick` | `{milliseconds}` | `{now}` |
 * | POST `endings` | `{match: {id, recipient, reference}, ending}` | |
 * | POST `received-texts` | `{from, content, serviceId}` | `{id}` |
 * | POST `returned-letters/{id}`, `cancelled-letters/{id}`, `complaints/{id}` | | |
 * | POST `tokens` | `{tokens, keyType, serviceId}` | |
 * | POST `faults` | a `FaultScript` | |
 * | DELETE `faults` | | |
 */
export function controlOverHttp(standIn: Steered): (request: NotifyRequest) => Promise<Outcome | undefined> {
  return async (request) => {
    const path = pathOf(request);
    if (!path.startsWith(prefix)) return undefined;
    const [order = '', id = ''] = path.slice(prefix.length).split('/');
    try {
      const done = await obey(standIn, request, `${request.method} ${order}`, id);
      return done === unknownOrder
        ? reply(404, { error: `there is no order ${order}: see the documentation` })
        : reply(200, done ?? {});
    } catch (error) {
      return reply(400, { error: error instanceof Error ? error.message : 'unknown' });
    }
  };
}

const unknownOrder = Symbol('unknown order');

async function obey(standIn: Steered, request: NotifyRequest, order: string, id: string): Promise<unknown> {
  const { control, faults, notifications, requests } = standIn;
  const body = () => readJson(request.body);
  switch (order) {
    case 'GET world':
      return standIn.world;
    case 'GET notifications': {
      const { reference, to } = queryOf(request);
      if (reference?.[0] !== undefined) return notifications.byReference(reference[0]);
      return to?.[0] === undefined ? notifications.all() : notifications.to(to[0]);
    }
    case 'GET requests':
      return requests.all();
    case 'POST tick':
      await standIn.tick(tick(body()).milliseconds);
      return { now: new Date(standIn.now()).toISOString() };
    case 'POST endings': {
      const { match, ending } = endAs(body());
      return control.endAs(match, ending);
    }
    case 'POST received-texts':
      return { id: control.receiveText(incomingText(body())) };
    case 'POST returned-letters':
      return control.returnLetter(id);
    case 'POST cancelled-letters':
      return control.cancelLetter(id);
    case 'POST complaints':
      return control.complain(id);
    case 'POST tokens': {
      const { tokens: left, keyType, serviceId } = tokens(body());
      return control.setTokens(left, keyType, serviceId);
    }
    case 'POST faults':
      faults.add(faultScript(body()));
      return undefined;
    case 'DELETE faults':
      return faults.clear();
    default:
      return unknownOrder;
  }
}

function reply(status: number, value: unknown): Outcome {
  const { contentType, body } = jsonReply(status, JSON.parse(JSON.stringify(value)));
  const answer: Answer = {
    status,
    headers: ['Content-Type', contentType, 'Content-Length', String(body.length)],
    body,
  };
  return { end: 'answered', answer, bodyTakes: 0, breaksOff: false };
}
