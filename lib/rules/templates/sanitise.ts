import { spaces } from '../python/whitespace';
import { looseKey } from './placeholders';
import type { TemplateValues } from './template';

/** What sanitising changed, by the key as it was sent. */
export type SanitisedContent = Record<string, { readonly unsanitised: string; readonly sanitised: string }>;

/** Personalisation as it goes on, and what was changed in it. */
export interface Sanitised {
  readonly personalisation: TemplateValues;
  readonly sanitised_content: SanitisedContent;
}

/** What is to be sanitised, or its name, is not a string: Notify answers this with 500 and the error `TypeError`. */
export class UnsanitisableError extends TypeError {
  override readonly name = 'TypeError';

  constructor(what: string, value: unknown) {
    const type = value === null ? 'null' : Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
    super(`${what} is ${type}: send a string, or leave it out`);
  }
}

function textOnly(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new UnsanitisableError(what, value);
  return value;
}

/**
 * Takes the links and the Markdown out of the named values, as `sanitise_content_for` asks. Names match as loosely as
 * placeholders do; names that nothing has do nothing.
 *
 * @throws {UnsanitisableError} when a name or a named value is not a string.
 */
export function sanitise(
  personalisation: TemplateValues | null | undefined,
  names: readonly unknown[] | null | undefined,
): Sanitised {
  const keys = new Set((names ?? []).map((name) => looseKey(textOnly(name, 'a name in sanitise_content_for'))));
  const result: [string, unknown][] = [];
  const changed: [string, { unsanitised: string; sanitised: string }][] = [];
  for (const [name, value] of Object.entries(personalisation ?? {})) {
    const clean = keys.has(looseKey(name))
      ? sanitiseValue(textOnly(value, 'personalisation named in sanitise_content_for'))
      : value;
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

function sanitiseValue(value: string): string {
  // A bare host may be a name with a full stop and no space after it, so it is taken apart rather than out.
  const withoutLinks = value.replace(address, (link) => (bareHost.test(link) ? link.replaceAll('.', '. ') : ''));
  return withoutLinks.replace(markdown, '\\$&');
}
