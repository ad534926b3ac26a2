import { addressLines } from './recipients/address-lines';
import { crash } from './refusal';

/** Half a character, which no encoding has. */
const loneSurrogate = /\p{Surrogate}/u;
const nul = '\0';

/**
 * Falls over personalisation with half a character anywhere in it, in names too, as Notify does when it stores a
 * message, whether a placeholder uses the value or not.
 */
export function checkPersonalisationStorable(personalisation: unknown): void {
  if (holdsLoneSurrogate(personalisation)) throw crash('UnicodeEncodeError');
}

/** Falls over half a character, and over NUL, which the database takes in no text. */
export function checkTextStorable(text: string | null): void {
  if (text === null) return;
  if (loneSurrogate.test(text)) throw crash('UnicodeEncodeError');
  if (text.includes(nul)) throw crash('ValueError');
}

/** Falls over an address that the database does not take. */
export function checkAddressStorable(personalisation: Readonly<Record<string, unknown>>): void {
  for (const line of addressLines(personalisation)) checkTextStorable(line);
}

function holdsLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return loneSurrogate.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, item]) => loneSurrogate.test(name) || holdsLoneSurrogate(item));
}
