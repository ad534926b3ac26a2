import type { CallbackAttempt } from '../../callbacks/callbacks';
import type { WrongParameter } from '../../control/read-filter';
import { shownStatus } from '../../endpoints/notification-view';
import { shownRecipient, type MessageFilter } from '../../storage/message-filter';
import type { StoredNotification } from '../../storage/notification';
import { writeQuery } from '../../http/request';
import { inboxPath, type InboxContext, type InboxPage } from '../context';
import { counted, moment, shortMoment } from '../format';
import { html, typed, type Html } from '../html';
import { table } from '../parts/table';
import { tag } from '../parts/tags';
import { shorten, titleOf } from '../parts/titles';
import { filterForm } from './filter-form';

const pageSize = 50;

/** The messages that fit, newest first. */
export function messagesPage(
  { standIn, mayChange }: InboxContext,
  query: Readonly<Record<string, string>>,
  { filter, wrong }: { readonly filter: MessageFilter; readonly wrong: readonly WrongParameter[] },
): InboxPage {
  const { before, ...criteria } = filter;
  const { notifications, callbacks } = standIn.notify;
  const all = wrong.length > 0 ? [] : notifications.search(criteria);
  const start = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1;
  const shown = all.slice(start, start + pageSize);
  const { before: _, ...others } = query;
  const newest = `${inboxPath}${writeQuery(others)}`;
  const older = shown.at(-1);
  const latest = new Map(callbacks.attempts.map((attempt) => [attempt.messageId, attempt]));
  const count = counted(all.length, 'message', 'messages');
  return {
    title: 'Messages',
    status: wrong.length > 0 ? 400 : 200,
    total: all.length,
    things: ['message', 'messages'],
    newest,
    problems: wrong.map(({ name, message }) => ({ field: name, message })),
    body: html`
      <h1 class="govuk-heading-l">Messages</h1>
      ${filterForm(query, wrong)}
      <p class="govuk-body inbox-count">${count}${Object.keys(others).length > 0 && ' fit'}</p>
      ${shown.length > 0 ? listOf(shown, latest, standIn.now()) : wrong.length === 0 && nothing(others, mayChange)}
      <p class="govuk-body inbox-paging">
        ${start > 0 && html`<a class="govuk-link" href="${newest}">Newest messages</a>`}
        ${
          older !== undefined &&
          start + pageSize < all.length &&
          html`<a class="govuk-link" href="${inboxPath}${writeQuery({ ...others, before: older.id })}"
            >Older messages</a
          >`
        }
      </p>
    `,
  };
}

function listOf(
  messages: readonly StoredNotification[],
  latest: ReadonlyMap<string, CallbackAttempt>,
  now: number,
): Html {
  const columns = [{ name: 'To' }, { name: 'Message' }, { name: 'Status' }, { name: 'Sent' }, { name: 'Callback' }];
  const rows = messages.map((message) => [
    recipientOf(message),
    html`<a class="govuk-link" href="${inboxPath}/messages/${message.id}">${typed(shorten(titleOf(message), 90))}</a>`,
    tag(shownStatus(message), message.status === 'returned-letter' ? message.status : undefined),
    moment(message.createdAt / 1000, now),
    callbackOf(latest.get(message.id), now),
  ]);
  return table('Messages, newest first', columns, rows);
}

function recipientOf(message: StoredNotification): Html {
  const recipient = typed(shorten(shownRecipient(message), 60));
  return message.type === 'letter' ? html`Letter: ${recipient}` : recipient;
}

function callbackOf(attempt: CallbackAttempt | undefined, now: number): Html | null {
  if (attempt === undefined) return null;
  const { number, status, nextAt } = attempt;
  const again = nextAt === undefined ? '' : `, again ${shortMoment(nextAt, now)}`;
  return html`<a class="govuk-link" href="${inboxPath}/callbacks/${number}">${status ?? 'no answer'}${again}</a>`;
}

function nothing(filters: object, mayChange: boolean): Html {
  if (Object.keys(filters).length > 0) {
    return html`<p class="govuk-body">No message fits. <a class="govuk-link" href="${inboxPath}">Show all</a></p>`;
  }
  return html`<p class="govuk-body">
    Nothing was sent yet. Give your client a key of the stand-in and its address as the base URL.
    ${mayChange && html`<a class="govuk-link" href="${inboxPath}/what-happens-next">Decide what happens next</a>.`}
  </p>`;
}
