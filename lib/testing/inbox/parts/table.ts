import { html, type Html, type HtmlValue } from '../html';

/** What a column is called, and how it looks. */
export interface PageColumn {
  readonly name: string;
  /** @default false */
  readonly isNumber?: boolean;
}

/** A table; on a narrow screen each row is a block, with the column's name before each value. */
export function table(caption: string, columns: readonly PageColumn[], rows: readonly (readonly HtmlValue[])[]): Html {
  const cell = (value: HtmlValue, column: PageColumn | undefined, index: number): Html => {
    const classes = `govuk-table__cell${column?.isNumber === true ? ' govuk-table__cell--numeric' : ''}`;
    const inside = html`<span class="inbox-table__label" aria-hidden="true">${column?.name}</span
      ><span class="inbox-table__value">${value === null || value === undefined || value === '' ? '–' : value}</span>`;
    return index === 0
      ? html`<th scope="row" class="${classes}">${inside}</th>`
      : html`<td class="${classes}">${inside}</td>`;
  };
  return html`<table class="govuk-table inbox-table${columns.length > 5 && ' inbox-table--wide'}">
    <caption class="govuk-visually-hidden">
      ${caption}
    </caption>
    <thead class="govuk-table__head">
      <tr class="govuk-table__row">
        ${columns.map(
          ({ name, isNumber }) =>
            html`<th scope="col" class="govuk-table__header${isNumber && ' govuk-table__header--numeric'}">
              ${name}
            </th>`,
        )}
      </tr>
    </thead>
    <tbody class="govuk-table__body">
      ${rows.map(
        (row) =>
          html`<tr class="govuk-table__row">
            ${row.map((value, index) => cell(value, columns[index], index))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Names and values, one below the other. Those without a value are left out. */
export function summaryList(rows: readonly (readonly [name: string, value: HtmlValue])[]): Html {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '');
  return html`<dl class="govuk-summary-list inbox-summary">
    ${shown.map(
      ([name, value]) =>
        html`<div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">${name}</dt>
          <dd class="govuk-summary-list__value">${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Something to open, closed at first. */
export function details(summary: string, body: HtmlValue): Html {
  return html`<details class="govuk-details">
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${summary}</span></summary>
    <div class="govuk-details__text">${body}</div>
  </details>`;
}

/** A text with its own lines, as it is. It can be scrolled with the keyboard. */
export const verbatim = (label: string, text: string): Html =>
  html`<pre class="inbox-verbatim" tabindex="0" role="region" aria-label="${label}"><bdi>${text}</bdi></pre>`;
