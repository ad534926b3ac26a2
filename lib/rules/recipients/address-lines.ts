import { pythonString } from '../python/text';
import { isTruthy } from '../python/truth';
import { collapse, splitLines } from '../python/whitespace';
import { trimEndOf, unusualSpaces, zeroWidthSpaces } from './spaces';

const firstSix = [1, 2, 3, 4, 5, 6].map((line) => `address_line_${line}`);
const seventh = 'address_line_7';

/** The lines of the address in a letter's personalisation, tidied as Notify tidies them, without the empty ones. */
export function addressLines(personalisation: Readonly<Record<string, unknown>>): string[] {
  const keys = [...firstSix, Object.hasOwn(personalisation, seventh) ? seventh : 'postcode'];
  return keys
    .flatMap((key) => splitLines(asText(personalisation, key)))
    .map(tidy)
    .filter((line) => line !== '');
}

function asText(personalisation: Readonly<Record<string, unknown>>, key: string): string {
  const value = Object.hasOwn(personalisation, key) ? personalisation[key] : undefined;
  return isTruthy(value) ? pythonString(value) : '';
}

function tidy(line: string): string {
  const text = collapse(line.replace(unusualSpaces, ' ').replace(zeroWidthSpaces, ''));
  return trimEndOf(text, ' ,').replace(/ ([,.])/g, '$1');
}
