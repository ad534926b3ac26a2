import { extendedGsmCharacters, needsUcs2 } from '../../../rules/text-messages/encoding';
import { fragmentsOf, wholeText } from '../../control/message-details';
import type { StoredNotification } from '../../storage/notification';
import { counted } from '../format';
import { html, typed, type Html } from '../html';
import { replacedCharacters } from '../parts/replaced-characters';
import { summaryList } from '../parts/table';

/** A text message's own part of its page: as a phone shows it, and how it is counted. */
export function textParts(message: StoredNotification): Html {
  const whole = wholeText(message);
  const length = Array.from(whole).length;
  const double = extendedGsmCharacters(whole);
  const replaced = replacedCharacters(message);
  return html`
    <h2 class="govuk-heading-m">The text message as its reader sees it</h2>
    <div class="inbox-phone">
      <p class="inbox-bubble">${typed(whole)}</p>
    </div>
    ${summaryList([
      [
        'Characters',
        `${length.toLocaleString('en-GB')}, with the service’s name${double > 0 ? `; ${double} count twice` : ''}`,
      ],
      ['Fragments', counted(fragmentsOf(message) ?? 0, 'fragment', 'fragments')],
      ['Encoding', needsUcs2(whole) && 'a character of it is not in GSM 03.38, so each takes 16 bits'],
      ['Replaced', replaced.length > 0 && replacements(replaced)],
    ])}
  `;
}

function replacements(replaced: readonly (readonly [from: string, to: string])[]): Html {
  return html`<ul class="govuk-list">
    ${replaced.map(([from, to]) => html`<li>${typed(from)} is sent as ${to === '' ? 'nothing' : typed(to)}</li>`)}
  </ul>`;
}
