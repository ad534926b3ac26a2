import { spaces } from '../python/whitespace';
import { looseKey } from './placeholders';
import type { Personalisation } from './template';

/** What sanitising changed, by the key as it was sent. */
export type SanitisedContent = Record<string, { readonly unsanitised: string; readonly sanitised: string }>;

/** Personalisation as it goes on, and what was changed in it. */
export interface Sanitised {
  readonly personalisation: Personalisation;
  readonly sanitised_content: SanitisedContent;
}

/** A value to be sanitised is not a string: Notify answers this with 500 and the error `TypeError`. */
export class UnsanitisableValueError extends TypeError {
  override readonly name = 'TypeError';

  constructor(value: unknown) {
    const type = value === null ? 'null' : Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
    super(`personalisation to be sanitised is ${type}: send a string, or leave its name out of sanitise_content_for`);
  }
}

/**
 * Takes the links and the Markdown out of the named values, as `sanitise_content_for` asks. Names match as loosely as
 * placeholders do; names that nothing has, and names that are no strings, do nothing.
 *
 * @throws {UnsanitisableValueError} when a named value is not a string.
 */
export function sanitise(
  personalisation: Personalisation | null | undefined,
  names: readonly unknown[] | null | undefined,
): Sanitised {
  const keys = new Set((names ?? []).filter((name) => typeof name === 'string').map(looseKey));
  const result: [string, unknown][] = [];
  const changed: [string, { unsanitised: string; sanitised: string }][] = [];
  for (const [name, value] of Object.entries(personalisation ?? {})) {
    const clean = keys.has(looseKey(name)) ? sanitiseValue(value) : value;
    result.push([name, clean]);
    if (typeof clean === 'string' && typeof value === 'string' && clean !== value) {
      changed.push([name, { unsanitised: value, sanitised: clean }]);
    }
  }
  return { personalisation: Object.fromEntries(result), sanitised_content: Object.fromEntries(changed) };
}

const word = '[\\p{L}\\p{N}_]';
const wordEdge = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
// Python counts the Turkish letters among a to z when case does not matter.
const address = new RegExp(
  `${wordEdge}(?<![@.])(?:https?://)?(?:[\\p{L}\\p{N}_\\-]+\\.)+[a-zİı]{2,63}(?!@)${wordEdge}(?:[/?#][^<${spaces}]*)?`,
  'giu',
);
const bareHost = /^[a-z\d.-]+$/i;
const markdown = /[`*_()\\{}[\]<>#+\-.!|]/g;

function sanitiseValue(value: unknown): string {
  if (typeof value !== 'string') throw new UnsanitisableValueError(value);
  // A bare host may be a name with a full stop and no space after it, so it is taken apart rather than out.
  const withoutLinks = value.replace(address, (link) => (bareHost.test(link) ? link.replaceAll('.', '. ') : ''));
  return withoutLinks.replace(markdown, '\\$&');
}
