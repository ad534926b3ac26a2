/**
 * White space as Python counts it in `\s`, `str.strip()`, `str.split()` and `str.splitlines()`. It differs from
 * JavaScript's: the separators U+001C to U+001F and U+0085 belong to it, the byte order mark U+FEFF does not.
 */

/** The characters of Python's `\s`, to be put inside a character class. */
export const spaces = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const space = new RegExp(`[${spaces}]`);
const runOfSpaces = new RegExp(`[${spaces}]+`, 'g');
const separators = '\\x1c-\\x1e';
const lineEnd = new RegExp(`\\r\\n|[\\n-\\r${separators}\\x85\\u2028\\u2029]`);

/** `str.strip()`: the text without white space at its ends. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && space.test(text.charAt(start))) start += 1;
  while (end > start && space.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** `str.rstrip('\n')`: the text without the newlines at its end. */
export function stripFinalNewlines(text: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '\n') end -= 1;
  return text.slice(0, end);
}

/** `' '.join(text.split())`: every run of white space becomes one space, and none is left at the ends. */
export function collapse(text: string): string {
  return strip(text.replace(runOfSpaces, ' '));
}

/** `str.splitlines()`: the lines without their ends, and no empty line after the last of them. */
export function splitLines(text: string): string[] {
  const lines = text.split(lineEnd);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
