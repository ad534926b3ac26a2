import { inboxPath, type InboxContext, type InboxPage } from '../context';
import { counted, moment } from '../format';
import { html, typed } from '../html';
import { table } from '../parts/table';

/** The texts that people sent to services, newest first. */
export function receivedPage({ standIn, mayChange }: InboxContext): InboxPage {
  const texts = standIn.notify.receivedTexts.all();
  const now = standIn.now();
  const calls = new Map(standIn.notify.callbacks.attempts.map((attempt) => [attempt.messageId, attempt]));
  const rows = texts.map(({ id, userNumber, content, notifyNumber, createdAt, service }) => {
    const call = calls.get(id);
    return [
      typed(userNumber),
      typed(content),
      html`${typed(notifyNumber)} (${typed(service.name)})`,
      moment(createdAt / 1000, now),
      call &&
        html`<a class="govuk-link" href="${inboxPath}/callbacks/${call.number}">${call.status ?? 'no answer'}</a>`,
    ];
  });
  const columns = [{ name: 'From' }, { name: 'Text' }, { name: 'To' }, { name: 'Received' }, { name: 'Callback' }];
  return {
    title: 'Received text messages',
    total: texts.length,
    things: ['text message', 'text messages'],
    body: html`
      <h1 class="govuk-heading-l">Received text messages</h1>
      <p class="govuk-body inbox-count">${counted(texts.length, 'text message', 'text messages')}</p>
      ${
        texts.length > 0
          ? table('Received text messages, newest first', columns, rows)
          : html`<p class="govuk-body">Nobody has sent a text message to a service yet.</p>`
      }
      ${
        mayChange &&
        html`<p class="govuk-body">
          <a class="govuk-link" href="${inboxPath}/what-happens-next#received">Let a text message come in</a>
        </p>`
      }
    `,
  };
}
