import { iso } from '../../contract/time';
import { queryOf, type NotifyRequest } from '../http/request';
import { showMessage } from '../sent-message';
import type { MessageFilter } from '../storage/message-filter';
import { detailsOf } from './message-details';
import { OrderRefused } from './order-refused';
import type { Order, Steered } from './orders';
import { readFilter } from './read-filter';
import { showCallback, showFault, showRequest, showWholeRequest } from './recorded-views';
import { waitFor } from './wait-for';

const longestWait = 30_000;
const filters = 'q, to, reference, type, status, template, service, key, before';

/** The orders that change nothing: they can be given wherever there is an inbox. */
export const readings: readonly (readonly [name: string, order: Order])[] = [
  [
    'GET notifications',
    {
      takes: `?{${filters}, limit}, or none for all; or /{id}; or /latest?{${filters}, wait}`,
      obey: (standIn, _body, id, request) => {
        standIn.catchUp();
        if (id === 'latest') return latest(standIn, request);
        const { notify } = standIn;
        if (id === '') return notify.notifications.search(filterOf(request)).toReversed().map(showMessage);
        const found = notify.notifications.findAnywhere(id);
        if (found === undefined) throw new OrderRefused(404, `there is no message ${id}`);
        return detailsOf(found, notify);
      },
    },
  ],
  [
    'GET callbacks',
    { takes: '', obey: ({ notify, catchUp }) => caughtUp(catchUp, () => notify.callbacks.attempts.map(showCallback)) },
  ],
  [
    'GET request-log',
    {
      takes: ', or /{number}',
      obey: ({ notify: { recorder } }, _body, number) => {
        if (number === '') return recorder.lastRequests.map(showRequest);
        const found = recorder.lastRequests.find((request) => String(request.number) === number);
        if (found === undefined) throw new OrderRefused(404, `there is no request ${number} among the last ones`);
        return showWholeRequest(found);
      },
    },
  ],
  ['GET received-texts', { takes: '', obey: ({ control }) => control.receivedTexts }],
  ['GET faults', { takes: '', obey: ({ faults }) => faults.list().map(showFault) }],
  ['GET endings', { takes: '', obey: ({ control }) => control.endings }],
  [
    'GET clock',
    {
      takes: '',
      obey: ({ now, nextDueAt }) => {
        const next = nextDueAt();
        return { now: iso(now()), nextEventAt: next === undefined ? null : iso(next) };
      },
    },
  ],
];

function caughtUp<Result>(catchUp: () => void, read: () => Result): Result {
  catchUp();
  return read();
}

function filterOf(request: NotifyRequest, { without }: { readonly without?: string } = {}): MessageFilter {
  const query = Object.entries(queryOf(request)).filter(([name]) => name !== without);
  const { filter, wrong } = readFilter(Object.fromEntries(query));
  if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join('; '));
  return filter;
}

async function latest({ notify, catchUp }: Steered, request: NotifyRequest): Promise<object> {
  const filter = { ...filterOf(request, { without: 'wait' }), limit: 1 };
  const wait = queryOf(request)['wait']?.[0] ?? '0';
  if (!/^\d+$/.test(wait) || Number(wait) > longestWait) {
    throw new Error(`wait must be a whole number of milliseconds, ${longestWait} at most`);
  }
  const look = () => {
    catchUp();
    return notify.notifications.search(filter)[0];
  };
  const found = await waitFor(look, () => (catchUp(), notify.recorder.revision), Number(wait));
  if (found === undefined) throw new OrderRefused(404, 'no message fits');
  return detailsOf(found, notify);
}
