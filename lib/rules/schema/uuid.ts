import { asciiDigits } from '../python/digits';

/**
 * The canonical spelling of a UUID in any spelling that Python's `UUID()` takes: upper case, without hyphens, in
 * braces, or as a URN, in the digits of any script. Undefined when it is none.
 */
export function parseUuid(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (canonical.test(text)) return text;
  const digits = text
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  if (Array.from(digits).length !== 32) return undefined;
  return readHexadecimal(digits)
    ?.padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Whether the database takes a spelling, too. It does without the words of a URN, with a pair of braces or none, and with
 * a hyphen after any four digits; Notify answers any other with 404.
 */
export function isDatabaseUuid(text: string): boolean {
  const bare = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
  return canonical.test(text) || /^[0-9a-f]{4}(?:-?[0-9a-f]{4}){7}$/i.test(bare);
}

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const space = '[\\t-\\r \\x85\\p{Z}]*';
const hexadecimal = new RegExp(
  `^${space}\\+?(?:0[xX]_?)?(?<digits>[0-9a-fA-F\\p{Nd}]+(?:_[0-9a-fA-F\\p{Nd}]+)*)${space}$`,
  'u',
);

/** The digits that Python's `int(text, 16)` reads, in ASCII: it takes a sign, `0x`, underscores and any script's digits. */
function readHexadecimal(text: string): string | undefined {
  const digits = hexadecimal.exec(text)?.groups?.['digits'];
  return digits === undefined ? undefined : asciiDigits(digits.replaceAll('_', '')).toLowerCase();
}
