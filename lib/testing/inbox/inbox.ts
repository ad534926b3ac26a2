import type { ExchangeOutcome, StreamedAnswer } from '../http/exchange-outcome';
import { pathOf, queryOf, type NotifyRequest } from '../http/request';
import { pageAnswer, seeOther } from './answers';
import { inboxPath, type InboxContext, type InboxPage } from './context';
import { handlerOf } from './forms/forms';
import { html } from './html';
import { layout } from './layout';
import { changes } from './live';
import { fileAt } from './files';
import { pageAt } from './pages';

/** Whether a request is for the inbox, and not for an order. */
export function isForInbox(request: NotifyRequest): boolean {
  const path = pathOf(request);
  return path === inboxPath || path.startsWith(`${inboxPath}/`);
}

/** Answers a request for the inbox: a page, a file of one, or a form. */
export async function answerInbox(
  context: InboxContext,
  request: NotifyRequest,
): Promise<ExchangeOutcome | StreamedAnswer> {
  const segments = pathOf(request)
    .slice(inboxPath.length)
    .split('/')
    .filter((segment) => segment !== '');
  const here = request.target;
  const show = (page: InboxPage, place: string): ExchangeOutcome =>
    pageAnswer(page.status ?? 200, layout(page, place, here, context));
  const { standIn } = context;
  standIn.catchUp();
  if (request.method === 'POST') return sendForm(context, request, segments, show);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return show(message(405, 'Pages can be read, and forms sent.'), '');
  if (segments[0] === 'events' && request.method === 'GET')
    return changes(standIn.notify.recorder, () => standIn.catchUp());
  const file = await fileAt(segments, queryOf(request), standIn.notify);
  if (file !== undefined) return file;
  const page = await pageAt(context, segments, queryOf(request));
  const [place = ''] = segments;
  const gone = message(404, 'There is no such page, or what it showed is not kept any more.');
  return show(page ?? gone, place === 'messages' ? '' : place);
}

async function sendForm(
  context: InboxContext,
  request: NotifyRequest,
  segments: readonly string[],
  show: (page: InboxPage, place: string) => ExchangeOutcome,
): Promise<ExchangeOutcome> {
  const handler = handlerOf(segments);
  if (handler === undefined) return show(message(404, 'There is no such form.'), '');
  if (!context.mayChange) {
    return show(message(403, 'Nothing can be changed here: start the stand-in with --control.'), '');
  }
  const fields = Object.fromEntries(new URLSearchParams(request.body.toString()));
  const result = await handler(context, { fields, id: segments[1] ?? '' });
  if ('goTo' in result) return seeOther(result.goTo);
  return 'missing' in result ? show(message(404, result.missing), '') : show(result.page, result.place);
}

function message(status: number, text: string): InboxPage {
  const title = status === 404 ? 'Not found' : 'Not possible';
  return {
    title,
    status,
    body: html`<h1 class="govuk-heading-l">${title}</h1>
      <p class="govuk-body">${text}</p>
      <p class="govuk-body"><a class="govuk-link" href="${inboxPath}">All messages</a></p>`,
  };
}
