import { choices, type WrongParameter } from '../../control/read-filter';
import { inboxPath } from '../context';
import { html, type Html } from '../html';
import { selectField, textField, type FormState } from '../parts/fields';

const rare = ['reference', 'template', 'service', 'key'] as const;

/** Chooses which messages are shown, by the page's own address. */
export function filterForm(query: Readonly<Record<string, string>>, wrong: readonly WrongParameter[]): Html {
  const form: FormState = {
    values: query,
    problems: wrong.map(({ name, message }) => ({ field: name, message })),
  };
  const isOpen = rare.some((name) => query[name] !== undefined);
  const choice = (values: readonly string[]) => [['', 'All'], ...values.map((value) => [value, value])] as const;
  const select = (id: 'type' | 'status' | 'key', label: string): Html =>
    selectField({ id, label }, choice(choices[id]) as readonly (readonly [string, string])[], form);
  return html`<form class="inbox-filters" method="get" action="${inboxPath}" role="search">
    ${textField({ id: 'q', label: 'Search' }, form)} ${textField({ id: 'to', label: 'To' }, form)}
    ${select('type', 'Type')} ${select('status', 'Status')}
    <div class="inbox-filters__go">
      <button class="govuk-button inbox-button">Search</button>
      <a class="govuk-link" href="${inboxPath}">Clear</a>
    </div>
    <details class="govuk-details inbox-filters__more" ${isOpen && html`open`}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">More filters</span>
      </summary>
      <div class="govuk-details__text inbox-filters__fields">
        ${textField({ id: 'reference', label: 'Reference' }, form)}
        ${textField({ id: 'template', label: 'Template, by name or id' }, form)}
        ${textField({ id: 'service', label: 'Service, by name or id' }, form)} ${select('key', 'Type of key')}
      </div>
    </details>
  </form>`;
}
