import { endings, type Ending } from '../../lifecycle/endings';
import { hasEnded, type StoredNotification } from '../../storage/notification';
import { inboxPath, type InboxContext } from '../context';
import { html, type Html } from '../html';
import { button, buttonForm, postForm } from '../parts/fields';

/** What can be done to a message. */
export function whatNext(message: StoredNotification, { mayChange, standIn }: InboxContext): Html {
  const { id, type, status } = message;
  const heading = html`<h2 class="govuk-heading-m">What happens next</h2>`;
  const path = `messages/${id}`;
  const letters = [
    type === 'letter' && status === 'created' && mayChange && buttonForm(`${path}/cancel`, 'Cancel the letter'),
    type === 'letter' &&
      status === 'delivered' &&
      mayChange &&
      buttonForm(`${path}/return`, 'Let the letter come back'),
    type === 'email' && mayChange && buttonForm(`${path}/spam`, 'Report as spam'),
  ];
  if (hasEnded(status)) {
    return html`${heading}
      <p class="govuk-body">
        It has ended.
        ${
          mayChange &&
          html`To decide how the next one ends,
            <a class="govuk-link" href="${rulesFor(message)}">make a rule first</a>.`
        }
      </p>
      <div class="inbox-buttons">${letters}</div>`;
  }
  if (!mayChange)
    return html`${heading}
      <p class="govuk-body">It is under way.</p>`;
  const moveOn = buttonForm('clock', 'Move the clock to its next change', {
    until: String(message.due?.dueAt ?? standIn.now()),
    back: `${inboxPath}/${path}`,
  });
  return html`${heading} ${message.due === null && html`<p class="govuk-body">It stays as it is until you say.</p>`}
    ${postForm(`${path}/end`, endingChoice(message))}
    <div class="inbox-buttons">${message.due !== null && moveOn} ${letters}</div>`;
}

/** The page on which a rule for this recipient is made. */
function rulesFor({ recipient, reference }: StoredNotification): string {
  const query = new URLSearchParams(recipient === '' ? { reference: reference ?? '' } : { recipient });
  return `${inboxPath}/what-happens-next?${query.toString()}`;
}

function endingChoice({ type, template }: StoredNotification): Html {
  const radio = (ending: Ending, index: number): Html =>
    html`<div class="govuk-radios__item">
      <input class="govuk-radios__input" id="ending-${index}" name="ending" type="radio" value="${ending}" />
      <label class="govuk-label govuk-radios__label" for="ending-${index}">${ending}</label>
    </div>`;
  return html`<div class="govuk-form-group">
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend">End as</legend>
        <div class="govuk-radios govuk-radios--small inbox-radios" id="ending">
          ${endingsOf(type, template === null).map(radio)}
        </div>
      </fieldset>
    </div>
    ${button('Set')}`;
}

const both: readonly Ending[] = ['delivered', 'temporary-failure', 'permanent-failure', 'technical-failure'];

/** The endings that a message of this type can have. */
export function endingsOf(type: StoredNotification['type'], isPrecompiled: boolean): readonly Ending[] {
  if (type === 'email') return [...both, 'unknown-provider-code', 'no report', 'stuck'];
  if (type === 'sms') return [...both, 'sent', 'unknown-provider-code', 'no report', 'stuck'];
  const others = new Set<Ending>(['sent', 'temporary-failure', 'unknown-provider-code', 'no report']);
  return endings.filter((ending) => !others.has(ending) && (isPrecompiled || ending !== 'virus-scan-failed'));
}
