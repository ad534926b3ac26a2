import { readFilter, withoutEmpty } from '../control/read-filter';
import type { InboxContext, InboxPage } from './context';
import { callbackPage, callbacksPage } from './pages/callbacks';
import { deliveriesPage, deliveryPage } from './pages/deliveries';
import { messagePage } from './pages/message';
import { messagesPage } from './pages/messages';
import { receivedPage } from './pages/received';
import { requestPage, requestsPage } from './pages/requests';
import { whatHappensNextPage } from './pages/what-happens-next';

type Query = Readonly<Record<string, readonly string[]>>;

/** The page at a path; undefined where there is none. */
export async function pageAt(
  context: InboxContext,
  [place = '', id, ...rest]: readonly string[],
  query: Query,
): Promise<InboxPage | undefined> {
  if (rest.length > 0) return undefined;
  const values = Object.fromEntries(Object.entries(withoutEmpty(query)).map(([name, [value = '']]) => [name, value]));
  if (id !== undefined) return pageOfOne(context, place, id);
  switch (place) {
    case '':
      return messagesPage(context, values, readFilter(withoutEmpty(query)));
    case 'received':
      return receivedPage(context);
    case 'callbacks':
      return callbacksPage(context, values['before']);
    case 'requests':
      return requestsPage(context, values['before']);
    case 'what-happens-next':
      return whatHappensNextPage(context, { values, problems: [] });
    case 'deliveries':
      return context.host.deliveries && deliveriesPage(context, await context.host.deliveries());
    default:
      return undefined;
  }
}

async function pageOfOne(context: InboxContext, place: string, id: string): Promise<InboxPage | undefined> {
  const { notifications, callbacks, recorder } = context.standIn.notify;
  if (place === 'messages') {
    const message = notifications.findAnywhere(id);
    return message && messagePage(context, message);
  }
  if (place === 'callbacks') {
    const attempt = callbacks.attempts.find(({ number }) => String(number) === id);
    return attempt && callbackPage(context, attempt);
  }
  if (place === 'requests') {
    const request = recorder.lastRequests.find(({ number }) => String(number) === id);
    return request && requestPage(context, request);
  }
  if (place !== 'deliveries') return undefined;
  const delivery = (await context.host.deliveries?.())?.find((each) => each.id === id);
  return delivery && deliveryPage(context, delivery);
}
