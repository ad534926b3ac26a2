import { html, type Html } from '../html';
import { button, postForm, selectField, textField, type FormState } from '../parts/fields';
import { faultChoices } from '../forms/fault-choices';

/** Adds a fault for requests to come. */
export function faultForm(form: FormState): Html {
  const options = faultChoices.map(({ name, says }) => [name, `${name}: ${says}`] as const);
  return postForm('faults', [
    selectField({ id: 'fault', label: 'Add a fault' }, options, form),
    textField({ id: 'times', label: 'How often', hint: 'Once, if it is empty', width: 5 }, form),
    html`<details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">Only for some requests</span>
      </summary>
      <div class="govuk-details__text">
        ${textField({ id: 'path', label: 'Path', hint: 'Such as /v2/notifications/*' }, form)}
        ${textField({ id: 'fault-recipient', name: 'faultRecipient', label: 'Recipient' }, form)}
        ${textField({ id: 'fault-reference', name: 'faultReference', label: 'Reference' }, form)}
        ${textField({ id: 'skip', label: 'Requests to let through first', width: 5 }, form)}
      </div>
    </details>`,
    button('Add the fault'),
  ]);
}
