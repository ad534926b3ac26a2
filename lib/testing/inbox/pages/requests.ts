import { bodyText, pairs } from '../../control/recorded-views';
import type { RecordedBody, RecordedRequest } from '../../recorder/recorded-request';
import { inboxPath, type InboxContext, type InboxPage } from '../context';
import { counted, fileSize, length, moment } from '../format';
import { html, typed, type Html, type HtmlValue } from '../html';
import { describeFault } from '../parts/faults';
import { pagesOf } from '../parts/paging';
import { summaryList, table, verbatim } from '../parts/table';
import { shorten } from '../parts/titles';

/** The last calls of Notify's API, newest first. */
export function requestsPage({ standIn }: InboxContext, before: string | undefined): InboxPage {
  const { lastRequests } = standIn.notify.recorder;
  const now = standIn.now();
  const { shown, links } = pagesOf(lastRequests, before, 'requests', 'requests');
  const rows = shown.map((request) => [
    html`<a class="govuk-link" href="${inboxPath}/requests/${request.number}"
      >${typed(shorten(`${request.method} ${request.target}`, 90))}</a
    >`,
    answerOf(request),
    signerOf(request),
    request.faults.map(({ kind }) => kind).join(', '),
    length(request.took),
    moment(request.at, now),
  ]);
  const columns = ['Request', 'Answer', 'Signed by', 'Fault', 'Took', 'Made'].map((name) => ({ name }));
  return {
    title: 'Requests',
    total: shown[0]?.number ?? 0,
    things: ['request', 'requests'],
    body: html`
      <h1 class="govuk-heading-l">Requests</h1>
      <p class="govuk-body inbox-count">
        ${counted(lastRequests.length, 'call', 'calls')} of Notify’s API, the last 1,000 at most
      </p>
      ${
        shown.length > 0
          ? table('Calls of Notify’s API, newest first', columns, rows)
          : html`<p class="govuk-body">Nobody has called yet.</p>`
      }
      ${links}
    `,
  };
}

/** One call of Notify's API, with what was sent and answered. */
export function requestPage({ standIn }: InboxContext, request: RecordedRequest): InboxPage {
  const { number, method, target, at, took, faults, messageId, headers, body, answer } = request;
  const given = Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')] as const);
  return {
    title: `Request ${number}`,
    body: html`
      <a class="govuk-back-link" href="${inboxPath}/requests">All requests</a>
      <h1 class="govuk-heading-l">${typed(shorten(`${method} ${target}`, 200))}</h1>
      ${summaryList([
        ['Answer', answerOf(request)],
        ['Signed by', signerOf(request)],
        ['Token', tokenOf(request)],
        ['Faults that struck', faults.length > 0 && faults.map(describeFault).join('; ')],
        ['Made', moment(at, standIn.now())],
        ['Took', length(took)],
        [
          'Message',
          messageId !== null && html`<a class="govuk-link" href="${inboxPath}/messages/${messageId}">${messageId}</a>`,
        ],
      ])}
      <h2 class="govuk-heading-m">What was sent</h2>
      ${verbatim('Headers that were sent', headerLines(given))} ${bodyOf('Body that was sent', body)}
      <h2 class="govuk-heading-m">What was answered</h2>
      ${
        answer
          ? html`${verbatim('Headers that were answered', headerLines(pairs(answer.headers)))}
            ${bodyOf('Body that was answered', answer.body)}`
          : html`<p class="govuk-body">Nothing: a fault kept the answer back.</p>`
      }
    `,
  };
}

function answerOf({ answer }: RecordedRequest): string {
  if (answer === null) return 'none, the connection was lost';
  const { status, error, breaksOff } = answer;
  return `${status}${error === null ? '' : ` ${error}`}${breaksOff ? ', broken off' : ''}`;
}

function signerOf({ signedBy, token }: RecordedRequest): HtmlValue {
  if (signedBy === null) return token === 'none' ? 'nobody' : token === 'refused' ? 'refused' : null;
  return html`${typed(signedBy.key.name)} (${signedBy.key.type}) of ${typed(signedBy.service.name)}`;
}

function tokenOf({ token, answer }: RecordedRequest): string {
  if (token === 'none') return 'There was none.';
  if (token === 'not looked at') return 'There was one, and nobody looked at it.';
  if (token === 'good') return 'Good. It is not kept.';
  return `Refused: ${reasonIn(answer)} It is not kept.`;
}

/** Notify's own reason for refusing a token. */
function reasonIn(answer: RecordedRequest['answer']): string {
  const [, message = 'see the answer.'] = /"message":"([^"]*)"/.exec(answer ? bodyText(answer.body) : '') ?? [];
  return message.endsWith('.') ? message : `${message}.`;
}

const headerLines = (headers: readonly (readonly [name: string, value: string])[]): string =>
  headers.map(([name, value]) => `${name}: ${value}`).join('\n');

function bodyOf(label: string, body: RecordedBody): Html {
  if (body.size === 0) return html`<p class="govuk-body">No body.</p>`;
  const text = bodyText(body);
  const isCut = body.size > Buffer.byteLength(body.beginning);
  return html`${verbatim(label, indented(text))}
  ${isCut && html`<p class="govuk-hint">The first 64 KB of ${fileSize(body.size)}.</p>`}`;
}

/** JSON with its lines set in; anything else as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
