import type { CallbackAttempt } from '../../callbacks/callbacks';
import { inboxPath, type InboxContext, type InboxPage } from '../context';
import { counted, length, moment, shortMoment } from '../format';
import { html, typed, type Html } from '../html';
import { callbackKinds } from '../parts/callback-kinds';
import { pagesOf } from '../parts/paging';
import { details, summaryList, table, verbatim } from '../parts/table';
import { shorten } from '../parts/titles';

/** The calls of callback URLs, newest first. */
export function callbacksPage({ standIn }: InboxContext, before: string | undefined): InboxPage {
  const { attempts } = standIn.notify.callbacks;
  const now = standIn.now();
  const { shown, links } = pagesOf(attempts, before, 'callbacks', 'calls');
  const rows = shown.map(({ number, kind, url, attempt, at, took, ...result }) => [
    html`<a class="govuk-link" href="${inboxPath}/callbacks/${number}">${callbackKinds[kind]}</a>`,
    typed(shorten(url, 80)),
    attempt,
    answerOf(result, now),
    length(took),
    moment(at, now),
  ]);
  const names = ['Kind', 'URL', 'Attempt', 'Answer', 'Took', 'Made'];
  const columns = names.map((name) => ({ name }));
  return {
    title: 'Callbacks',
    total: attempts.length,
    things: ['call', 'calls'],
    body: html`
      <h1 class="govuk-heading-l">Callbacks</h1>
      <p class="govuk-body inbox-count">${counted(attempts.length, 'call', 'calls')}</p>
      ${shown.length > 0 ? table('Calls of callback URLs, newest first', columns, rows) : noCalls(standIn.world.services)}
      ${links}
    `,
  };
}

/** One call of a callback URL: what was sent, what was answered, and what comes of it. */
export function callbackPage({ standIn }: InboxContext, attempt: CallbackAttempt): InboxPage {
  const { number, kind, url, body, attempt: count, at, took, messageId, answer } = attempt;
  const now = standIn.now();
  const message = standIn.notify.notifications.findAnywhere(messageId);
  const earlier = standIn.notify.callbacks.attempts.filter(
    (other) => other.messageId === messageId && other.kind === kind && other.number !== number,
  );
  return {
    title: `Callback ${number}: ${callbackKinds[kind]}`,
    body: html`
      <a class="govuk-back-link" href="${inboxPath}/callbacks">All callbacks</a>
      <h1 class="govuk-heading-l">Callback ${number}: ${callbackKinds[kind]}</h1>
      ${summaryList([
        ['URL', typed(url)],
        ['Answer', answerOf(attempt, now)],
        ['What it means', meaningOf(attempt)],
        ['Attempt', `${count} of 6 at most`],
        ['Made', moment(at, now)],
        ['Took', length(took)],
        ['Message', message && html`<a class="govuk-link" href="${inboxPath}/messages/${messageId}">${messageId}</a>`],
        ['Other attempts', earlier.length > 0 && earlier.map((other) => link(other))],
      ])}
      <h2 class="govuk-heading-m">What was sent</h2>
      <p class="govuk-hint">With the service’s bearer token, which is not shown.</p>
      ${verbatim('What was sent', body)}
      <h2 class="govuk-heading-m">What was answered</h2>
      ${answer ? verbatim('What was answered', answer) : html`<p class="govuk-body">Nothing, or no text.</p>`}
      ${answer !== undefined && answer.length >= 4000 && html`<p class="govuk-hint">The first 4 KB.</p>`}
    `,
  };
}

const link = ({ number, attempt }: CallbackAttempt): Html =>
  html`<a class="govuk-link" href="${inboxPath}/callbacks/${number}">attempt ${attempt}</a> `;

function answerOf({ status, error, nextAt }: Pick<CallbackAttempt, 'status' | 'error' | 'nextAt'>, now: number): Html {
  const again = nextAt !== undefined && `, again ${shortMoment(nextAt, now)}`;
  return html`${status ?? typed(error ?? 'no answer')}${again}`;
}

/** What an answer means to Notify, for a person who wonders why nothing came. */
function meaningOf({ outcome, status, attempt }: CallbackAttempt): string {
  if (outcome === 'done') return 'The callback has arrived.';
  if (outcome === 'dropped') {
    const why = status === 401 || status === 403 ? ' Look at the bearer token that the URL expects.' : '';
    return `Notify does not call again after ${status}: it takes that for a refusal.${why}`;
  }
  if (outcome === 'given up') return `Notify does not call again: that was attempt ${attempt} of 6.`;
  return 'Notify calls again in 5 minutes, as after every 5xx, 429 and call without an answer.';
}

function noCalls(services: readonly { readonly callbacks: object }[]): Html {
  const hasUrl = services.some(({ callbacks }) => Object.keys(callbacks).length > 0);
  const why = hasUrl
    ? 'No callback URL was called yet. Notify calls when a message has ended.'
    : 'No service has a callback URL. Give one in the world, as its callbacks.';
  return html`<p class="govuk-body">${why}</p>
    ${!hasUrl && details('How', verbatim('How', callbacksInWorld))}`;
}

const callbacksInWorld =
  '"callbacks": {\n  "deliveryReceipts": { "url": "http://127.0.0.1:7000/receipts", "bearerToken": "…" }\n}';
