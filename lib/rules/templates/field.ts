import { pythonString } from '../python/text';

/** A `((name))` or `((name??text))` in a template's text. */
export interface Placeholder {
  readonly name: string;
  /** The text shown when the value means yes; a placeholder without `??` has none. */
  readonly conditionalText?: string;
  /** The placeholder as it stands in the text, brackets included. */
  readonly source: string;
}

/** A template's text, cut at its placeholders. */
export type PlaceholderField = readonly (string | Placeholder)[];

/** How an array is written: as bullets in the body of an email or letter, as a sentence anywhere else. */
export type ListStyle = 'bullets' | 'sentence';

/** Cuts a text at its placeholders: two brackets, one or more characters that are no brackets, two brackets. */
export function parseField(text: string): PlaceholderField {
  return text.split(/(\(\([^()]+\)\))/).map((part, index) => (index % 2 === 0 ? part : parsePlaceholder(part)));
}

function parsePlaceholder(source: string): Placeholder {
  const body = source.slice(2, -2);
  const mark = body.indexOf('??');
  if (mark === -1) return { name: body, source };
  return { name: body.slice(0, mark), conditionalText: body.slice(mark + 2), source };
}

/**
 * Fills a field. `valueOf` finds the value of a name, `write` changes a value's text on its way in; a
 * placeholder without a value stays as it is. Values are not looked at for placeholders.
 */
export function fillField(
  field: PlaceholderField,
  lists: ListStyle,
  valueOf: (name: string) => unknown,
  write: (text: string) => string = (text) => text,
): string {
  let filled = '';
  for (const part of field) {
    if (typeof part === 'string') filled += part;
    else filled += fillPlaceholder(part, valueText(valueOf(part.name), lists), write);
  }
  return filled;
}

function fillPlaceholder(placeholder: Placeholder, text: string | null, write: (text: string) => string): string {
  if (text === null) return placeholder.source;
  if (placeholder.conditionalText === undefined) return write(text);
  return meansYes(text) ? placeholder.conditionalText : '';
}

const yes = new Set(['yes', 'y', 'true', 't', '1', 'include', 'show']);

function meansYes(text: string): boolean {
  return yes.has(text.toLowerCase());
}

function valueText(value: unknown, lists: ListStyle): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? listText(value, lists) : pythonString(value);
}

const obscureSpaces = /[\xa0\u180e\u200b-\u200d\u2028\u2029\u202f\u2060\ufeff]/g;

function listText(values: readonly unknown[], lists: ListStyle): string {
  const items = values
    .filter((value) => value !== null && value !== undefined)
    .map((value) => pythonString(value).replaceAll(obscureSpaces, ''))
    .map((item) => item.replaceAll(/^[\t-\r ]+|[\t-\r ]+$/g, ''))
    .filter((item) => item !== '');
  if (items.length === 0) return '';
  if (lists === 'bullets') return `\n\n${items.map((item) => `* ${item}`).join('\n')}`;
  const last = items.at(-1) ?? '';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
