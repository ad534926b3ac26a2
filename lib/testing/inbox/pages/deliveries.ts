import { shownStatus } from '../../endpoints/notification-view';
import { inboxPath, type InboxContext, type InboxPage } from '../context';
import { counted, moment } from '../format';
import type { InboxDelivery } from '../host';
import { html, typed, type Html } from '../html';
import { details, summaryList, table, verbatim } from '../parts/table';
import { tag } from '../parts/tags';
import { clockButtons } from './clock-buttons';

/** What there is of each kind, in the order in which it is shown. */
const kinds: readonly (readonly [kind: InboxDelivery['kind'], says: string])[] = [
  ['scheduled', 'for a time of their own'],
  ['held', 'until Notify takes them'],
  ['under way', 'with Notify, not ended'],
  ['done', 'arrived'],
  ['rejected', 'Notify refused them'],
  ['failed', 'did not arrive'],
  ['expired', 'came too late'],
  ['cancelled', 'taken back in time'],
  ['dead letter', 'on the dead-letter queue'],
];

/** Every delivery of the pipeline, newest first. */
export function deliveriesPage(context: InboxContext, deliveries: readonly InboxDelivery[]): InboxPage {
  const now = context.standIn.now();
  const rows = deliveries.map((delivery) => [
    html`<a class="govuk-link" href="${inboxPath}/deliveries/${delivery.id}">${typed(delivery.label)}</a>`,
    delivery.type.replaceAll('_', ' '),
    stateTag(delivery),
    html`${delivery.reason !== null && typed(delivery.reason)}${
      delivery.nextAt !== null && html` <span class="inbox-time">again ${moment(delivery.nextAt, now)}</span>`
    }`,
    delivery.attempts,
    messagesLink(context, delivery),
    html`<span class="inbox-time">${moment(delivery.changedAt, now)}</span>`,
  ]);
  const columns = ['Delivery', 'Type', 'State', 'Why', 'Attempts', 'At Notify', 'Since'].map((name) => ({ name }));
  return {
    title: 'Deliveries',
    total: deliveries.length,
    things: ['delivery', 'deliveries'],
    body: html`
      <h1 class="govuk-heading-l">Deliveries</h1>
      ${clockButtons(context, `${inboxPath}/deliveries`)}
      <ul class="inbox-kinds" aria-label="How many there are of each kind">
        ${kinds.map(([kind, says]) => {
          const count = deliveries.filter((delivery) => delivery.kind === kind).length;
          return html`<li class="inbox-kinds__kind${count === 0 && ' inbox-kinds__kind--none'}">
            <span class="inbox-kinds__count">${count}</span> ${tag(kind)}
            <span class="inbox-kinds__says">${says}</span>
          </li>`;
        })}
      </ul>
      ${
        deliveries.length > 0
          ? table('Deliveries, newest first', columns, rows)
          : html`<p class="govuk-body">There is no delivery.</p>`
      }
    `,
  };
}

/** One delivery: its record, its events and the messages that Notify has of it. */
export function deliveryPage(context: InboxContext, delivery: InboxDelivery): InboxPage {
  const { label, reason, attempts, record, events, reference, changedAt, nextAt, type } = delivery;
  const now = context.standIn.now();
  const messages = context.standIn.notify.notifications.withReference(reference);
  return {
    title: `Delivery: ${label}`,
    body: html`
      <a class="govuk-back-link" href="${inboxPath}/deliveries">All deliveries</a>
      <div class="inbox-title">
        <h1 class="govuk-heading-l">${typed(label)}</h1>
        ${stateTag(delivery)}
      </div>
      ${clockButtons(context, `${inboxPath}/deliveries/${delivery.id}`)}
      <div class="inbox-columns">
        <div>
          <h2 class="govuk-heading-m">Events</h2>
          <ol class="inbox-events">
            ${events.map(
              ({ name, at, detail }) =>
                html`<li class="inbox-events__event">
                  <strong>${name}</strong> <span class="inbox-time">${moment(at, now)}</span>
                  ${details('Detail', verbatim(`Detail of ${name}`, detail))}
                </li>`,
            )}
          </ol>
          ${events.length === 0 && html`<p class="govuk-body">None was published yet.</p>`}
        </div>
        <div>
          ${summaryList([
            ['Type', type],
            ['Why', reason !== null && typed(reason)],
            ['Since', moment(changedAt, now)],
            ['Again', nextAt !== null && moment(nextAt, now)],
            ['Attempts', attempts],
          ])}
          <h2 class="govuk-heading-m">Messages at Notify${messages.length > 1 && ': sent twice'}</h2>
          ${messages.length === 0 && html`<p class="govuk-body">Notify has none, or none any more.</p>`}
          <ul class="govuk-list">
            ${messages.map(
              (message) =>
                html`<li class="inbox-message-of">
                  <a class="govuk-link" href="${inboxPath}/messages/${message.id}">${message.type} ${message.id}</a>
                  ${tag(shownStatus(message))}
                </li>`,
            )}
          </ul>
        </div>
      </div>
      <h2 class="govuk-heading-m">Record</h2>
      <div class="inbox-record">${summaryList(record.map(([name, value]) => [name, typed(value)] as const))}</div>
    `,
  };
}

const stateTag = ({ state, kind }: InboxDelivery): Html =>
  state.startsWith(kind) || kind === 'done' || kind === 'under way'
    ? tag(state, kind)
    : html`${tag(kind)} <span class="inbox-state">${state}</span>`;

function messagesLink({ standIn }: InboxContext, { reference }: InboxDelivery): Html | string {
  const messages = standIn.notify.notifications.withReference(reference);
  const [first] = messages;
  if (first === undefined) return 'none';
  const text = messages.length > 1 ? `sent ${counted(messages.length, 'time', 'times')}` : 'its message';
  return html`<a class="govuk-link inbox-nowrap" href="${inboxPath}/messages/${first.id}">${text}</a>`;
}
