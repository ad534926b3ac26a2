import { estimatedDelivery } from '../../../rules/letters/letter-timings';
import { checkPostalAddress } from '../../../rules/recipients/postal-address';
import type { StoredNotification } from '../../storage/notification';
import { inboxPath, type InboxContext } from '../context';
import { counted, dateOf } from '../format';
import { html, typed, type Html } from '../html';
import { summaryList } from '../parts/table';
import { contentOf } from '../parts/titles';

/** A letter's own part of its page: where it goes, how, and its PDF. */
export function letterParts(message: StoredNotification, { standIn }: InboxContext): Html {
  const { details, createdAt, id } = message;
  const { lifecycle, now } = standIn.notify;
  const hasPdf = lifecycle.hasPdf(message, now()) && !withoutPdf.has(message.status);
  const expected = estimatedDelivery(new Date(Math.floor(createdAt / 1000)), details.postage ?? 'second');
  const { subject, body } = contentOf(message);
  const contactBlock = message.version?.letterContactBlock ?? '';
  const sheets = Math.ceil(details.pages / 2);
  return html`
    <h2 class="govuk-heading-m">The letter</h2>
    <div class="inbox-paper">
      ${contactBlock && html`<p class="inbox-paper__contact">${typed(contactBlock)}</p>`}
      <address class="inbox-address">${addressLines(message).map((line) => html`<span>${typed(line)}</span>`)}</address>
      ${subject !== null && html`<p class="inbox-paper__heading">${typed(subject)}</p>`}
      <p class="inbox-paper__text">${typed(body)}</p>
    </div>
    ${summaryList([
      ['Pages', `${counted(details.pages, 'page', 'pages')} on ${counted(sheets, 'sheet', 'sheets')}`],
      ['Postage', details.postage],
      ['Expected', dateOf(expected.getTime())],
      ['PDF', hasPdf ? pdfLink(id) : 'not there yet, or not any more'],
    ])}
  `;
}

/** The statuses in which Notify gives no PDF. */
export const withoutPdf: ReadonlySet<string> = new Set(['virus-scan-failed', 'technical-failure']);

const pdfLink = (id: string): Html =>
  html`<a class="govuk-link" href="${inboxPath}/messages/${id}/letter.pdf">The letter as a PDF</a>`;

function addressLines({ template, personalisation }: StoredNotification): readonly string[] {
  if (template === null) return ['The address is in the PDF'];
  const address = checkPostalAddress(personalisation ?? {}, { allowInternational: true });
  return address.valid ? address.lines : ['No address'];
}
