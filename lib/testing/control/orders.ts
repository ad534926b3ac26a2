import type { FaultBook } from '../faults/fault-book';
import type { NotifyRequest } from '../http/request';
import type { RequestCounts } from '../http/request-counts';
import type { Notify } from '../notify';
import { readAs } from '../read-as';
import type { SentMessages } from '../sent-message';
import type { CompleteWorld } from '../world/complete-world';
import type { Control } from './control';
import { readings } from './readings';
import { endAsOrder, scriptOrder, textOrder, tickOrder, tokensOrder, websiteOrder } from './order-schemas';

/** The part of the stand-in that can be steered over HTTP. */
export interface Steered {
  readonly world: CompleteWorld;
  readonly control: Control;
  readonly faults: FaultBook;
  readonly notifications: SentMessages;
  readonly requests: RequestCounts;
  /** What the endpoints work on. */
  readonly notify: Notify;
  readonly now: () => number;
  readonly nextDueAt: () => number | undefined;
  /** Lets everything happen that is due by now. */
  readonly catchUp: () => void;
  readonly tick: (milliseconds: number) => Promise<void>;
  readonly reset: () => Promise<void>;
  /** Forgets messages, and all that was still to happen. */
  readonly clear: () => void;
}

/** Something that a test orders of the stand-in, or asks it. */
export interface Order {
  /** What stands after its name: the rest of the path, or the body. */
  readonly takes: string;
  /** What it gives is the answer; nothing is `{}`. Throws an error that says what is wrong with the body. */
  readonly obey: (standIn: Steered, body: unknown, id: string, request: NotifyRequest) => unknown;
}

/** Every order, by method and name. */
export const orders: ReadonlyMap<string, Order> = new Map<string, Order>([
  ...readings,
  ['GET world', { takes: '', obey: ({ world }) => world }],
  ['GET requests', { takes: '', obey: ({ requests }) => requests.all() }],
  [
    'POST tick',
    {
      takes: '{"milliseconds"}',
      obey: async (standIn, body) => {
        await standIn.tick(readAs(tickOrder, body, 'the order').milliseconds);
        return { now: new Date(standIn.now()).toISOString() };
      },
    },
  ],
  ['POST reset', { takes: '', obey: (standIn) => standIn.reset() }],
  ['DELETE notifications', { takes: '', obey: (standIn) => standIn.clear() }],
  [
    'POST endings',
    {
      takes: '{"match": {"id", "recipient", "reference"}, "ending"}',
      obey: ({ control }, body) => {
        const { match, ending } = readAs(endAsOrder, body, 'the order');
        return control.endAs(match, ending);
      },
    },
  ],
  ['DELETE endings', { takes: '', obey: ({ control }) => control.clearEndings() }],
  [
    'POST received-texts',
    {
      takes: '{"from", "content", "serviceId"}',
      obey: ({ control }, body) => ({ id: control.receiveText(readAs(textOrder, body, 'the order')) }),
    },
  ],
  [
    'POST website-messages',
    {
      takes: '{"templateId", "recipient", "personalisation", "createdByName", "fromSpreadsheet", "serviceId"}',
      obey: ({ control }, body) => ({ id: control.sendFromWebsite(readAs(websiteOrder, body, 'the order')) }),
    },
  ],
  ['POST returned-letters', { takes: '/{id}', obey: ({ control }, _body, id) => control.returnLetter(id) }],
  ['POST cancelled-letters', { takes: '/{id}', obey: ({ control }, _body, id) => control.cancelLetter(id) }],
  ['POST complaints', { takes: '/{id}', obey: ({ control }, _body, id) => control.complain(id) }],
  [
    'POST tokens',
    {
      takes: '{"tokens", "keyType", "serviceId"}',
      obey: ({ control }, body) => {
        const { tokens, keyType, serviceId } = readAs(tokensOrder, body, 'the order');
        return control.setTokens(tokens, keyType, serviceId);
      },
    },
  ],
  [
    'POST faults',
    {
      takes:
        '{"fault": {"kind", …}, "when": {"method", "path", "recipient", "reference"}, "skip", "times", "milliseconds"}',
      obey: ({ faults }, body) => {
        faults.add(readAs(scriptOrder, body, 'the order'));
      },
    },
  ],
  ['DELETE faults', { takes: '', obey: ({ faults }) => faults.clear() }],
]);
