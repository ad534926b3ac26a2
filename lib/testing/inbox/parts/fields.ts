import { inboxPath, type Problem } from '../context';
import { html, type Html, type HtmlValue } from '../html';

/** What is on a form that was wrong: what was given, and what is wrong with it. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

export const emptyForm: FormState = { values: {}, problems: [] };

interface Field {
  readonly id: string;
  /** @default the id */
  readonly name?: string;
  readonly label: string;
  readonly hint?: string;
  /** How many characters wide. */
  readonly width?: 5 | 10 | 20;
}

const labelled = (
  { id, label, hint }: Field,
  { problems }: FormState,
  input: (describedBy: HtmlValue) => Html,
): Html => {
  const problem = problems.find(({ field }) => field === id);
  const described = [hint === undefined ? '' : `${id}-hint`, problem ? `${id}-error` : ''].filter(
    (each) => each !== '',
  );
  return html`<div class="govuk-form-group${problem && ' govuk-form-group--error'}">
    <label class="govuk-label" for="${id}">${label}</label>
    ${hint !== undefined && html`<div class="govuk-hint" id="${id}-hint">${hint}</div>`}
    ${
      problem &&
      html`<p class="govuk-error-message" id="${id}-error">
        <span class="govuk-visually-hidden">Error:</span> ${problem.message}
      </p>`
    }
    ${input(described.length > 0 && html`aria-describedby="${described.join(' ')}"`)}
  </div>`;
};

export function textField(field: Field, form: FormState = emptyForm): Html {
  const { id, name = id, width } = field;
  const wide = width === undefined ? '' : ` govuk-input--width-${width}`;
  return labelled(
    field,
    form,
    (described) =>
      html`<input class="govuk-input${wide}" id="${id}" name="${name}" value="${form.values[name]}" ${described} />`,
  );
}

/** A choice of one. The first is chosen unless the form says another. */
export function selectField(
  field: Field,
  options: readonly (readonly [value: string, text: string])[],
  form: FormState = emptyForm,
): Html {
  const { id, name = id } = field;
  const option = ([value, text]: readonly [string, string]): Html =>
    html`<option value="${value}" ${form.values[name] === value && html`selected`}>${text}</option>`;
  return labelled(
    field,
    form,
    (described) =>
      html`<select class="govuk-select" id="${id}" name="${name}" ${described}>
        ${options.map(option)}
      </select>`,
  );
}

/** A form that changes something. */
export const postForm = (action: string, content: HtmlValue, classes = ''): Html =>
  html`<form method="post" action="${inboxPath}/${action}" class="${classes}" novalidate>${content}</form>`;

export const button = (text: string, kind: 'primary' | 'secondary' | 'warning' = 'secondary', value?: string): Html =>
  html`<button
    class="govuk-button govuk-button--${kind} inbox-button"
    ${value !== undefined && html`name="choice" value="${value}"`}
  >
    ${text}
  </button>`;

/** A button that does something by itself. */
export const buttonForm = (action: string, text: string, fields: Readonly<Record<string, string>> = {}): Html =>
  postForm(
    action,
    [
      Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`),
      button(text),
    ],
    'inbox-inline-form',
  );
