import { poundsOf } from '../../control/message-details';
import { shownStatus } from '../../endpoints/notification-view';
import { withPlainNumbers } from '../../../rules/python/float';
import { shownRecipient } from '../../storage/message-filter';
import { hasEnded, type StoredNotification } from '../../storage/notification';
import { inboxPath, type InboxContext, type InboxPage, type Problem } from '../context';
import { length, moment, pounds, shortMoment } from '../format';
import { html, typed, type Html } from '../html';
import { callbackKinds } from '../parts/callback-kinds';
import { details, summaryList, verbatim } from '../parts/table';
import { tag } from '../parts/tags';
import { contentOf, shorten, titleOf } from '../parts/titles';
import { emailParts } from './message-email';
import { whatNext } from './message-forms';
import { letterParts } from './message-letter';
import { textParts } from './message-text';

/** One message: who, what, how it went, and what its reader sees. */
export async function messagePage(
  context: InboxContext,
  message: StoredNotification,
  problems: readonly Problem[] = [],
): Promise<InboxPage> {
  const { notify } = context.standIn;
  const title = shorten(titleOf(message), 120);
  const cost = poundsOf(message, notify);
  const history = notify.recorder.history(message.id);
  const facts = [
    ['To', typed(shownRecipient(message))],
    ['Template', message.template && html`${typed(message.template.name)}, version ${message.version?.number ?? 1}`],
    ['Reference', message.reference !== null && (await referenceOf(message.reference, context))],
    ['Service', html`${typed(message.service.name)}, with a ${message.keyType} key`],
    ['Sender', history?.sender != null && typed(history.sender)],
    ['Reply to', history?.replyTo != null && typed(history.replyTo)],
    ['Cost', message.type !== 'email' && (cost === null ? 'not known yet' : pounds(cost))],
    ['History', historyOf(message, context)],
    ['Callbacks', callbacksOf(message, context)],
  ] as const;
  const parts = { email: emailParts, sms: textParts, letter: letterParts }[message.type];
  return {
    title,
    problems,
    status: problems.length > 0 ? 400 : 200,
    body: html`
      <a class="govuk-back-link" href="${inboxPath}">All messages</a>
      <div class="inbox-title">
        <h1 class="govuk-heading-l">${typed(title)}</h1>
        ${tag(shownStatus(message), message.status === 'returned-letter' ? message.status : undefined)}
      </div>
      <div class="inbox-columns">
        <div>${parts(message, context)}</div>
        <div>${summaryList(facts)} ${whatNext(message, context)}</div>
      </div>
      ${details('Text', verbatim('Text', contentOf(message).body))} ${personalisationOf(message)}
      ${history?.request != null && html`<p class="govuk-body">${requestLink(history.request)}</p>`}
    `,
  };
}

function personalisationOf({ personalisation }: StoredNotification): Html | false {
  if (personalisation === null) return false;
  const text = JSON.stringify(withPlainNumbers(personalisation), null, 2);
  return details('Personalisation', verbatim('Personalisation', text));
}

const requestLink = (number: number): Html =>
  html`<a class="govuk-link" href="${inboxPath}/requests/${number}">Request that sent it</a>`;

async function referenceOf(reference: string, { host }: InboxContext): Promise<Html> {
  const delivery = (await host.deliveries?.())?.find((each) => each.reference === reference);
  if (delivery === undefined) return typed(reference);
  return html`${typed(reference)}<br />
    <a class="govuk-link" href="${inboxPath}/deliveries/${delivery.id}">Its delivery: ${typed(delivery.label)}</a>`;
}

function historyOf(message: StoredNotification, { standIn }: InboxContext): Html {
  const now = standIn.now();
  const changes = standIn.notify.recorder.history(message.id)?.changes;
  if (changes === undefined) return html`created ${moment(message.createdAt / 1000, now)}, then not recorded`;
  const dueAt = hasEnded(message.status) ? undefined : message.due?.dueAt;
  return html`<ul class="govuk-list inbox-history">
    ${changes.map(({ status, at }) => html`<li>${status} <span class="inbox-time">${moment(at, now)}</span></li>`)}
    ${dueAt !== undefined && html`<li>next change <span class="inbox-time">${moment(dueAt, now)}</span></li>`}
  </ul>`;
}

function callbacksOf(message: StoredNotification, { standIn }: InboxContext): Html | string {
  const { attempts } = standIn.notify.callbacks;
  const own = attempts.filter(({ messageId }) => messageId === message.id);
  if (own.length === 0) return noCallbacks(message);
  const now = standIn.now();
  return html`<ul class="govuk-list">
    ${own.map(
      ({ number, kind, attempt, status, error, took, nextAt }) =>
        html`<li>
          <a class="govuk-link" href="${inboxPath}/callbacks/${number}">${callbackKinds[kind]}, attempt ${attempt}</a>:
          ${status ?? error ?? 'no answer'} in
          ${length(took)}${nextAt !== undefined && `, again ${shortMoment(nextAt, now)}`}
        </li>`,
    )}
  </ul>`;
}

/** Why there was none yet. */
function noCallbacks({ service, type, status }: StoredNotification): string {
  const { deliveryReceipts, returnedLetters } = service.callbacks;
  if (type === 'letter') {
    return returnedLetters ? 'none; Notify calls only when a letter comes back' : 'none; no URL for returned letters';
  }
  if (deliveryReceipts === undefined) return 'none; the service has no URL for delivery receipts';
  if (!hasEnded(status) && status !== 'sent') return 'none yet; Notify calls when it has ended';
  return 'none; Notify calls for no such ending';
}
