/** HTML that is safe to send: everything that was put into it was escaped, or is HTML itself. */
export class Html {
  constructor(readonly text: string) {}
}

/** What can be put into HTML. Nothing comes of null, undefined and false. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** Writes HTML: what is put in is escaped, for text as for the values of attributes, unless it is HTML. */
export function html(texts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(texts.reduce((whole, text, index) => whole + escaped(values[index - 1]) + text));
}

function escaped(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'object') return value.map(escaped).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A text that somebody typed, by itself: its direction changes nothing around it. */
export const typed = (text: string | number): Html => html`<bdi>${text}</bdi>`;
