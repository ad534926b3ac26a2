/** Spaces that take up no room, which Notify leaves out. */
export const zeroWidthSpaces = /[\u180e\u200b-\u200d\u2060\ufeff\u2028\u2029]/g;

/** Spaces that look like a plain one and are none. */
export const unusualSpaces = /[\u00a0\u202f]/g;

/** Text without the given characters at its end. A regular expression would take the square of a long run's time. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Text without ASCII whitespace at either end. */
export function trimAscii(text: string): string {
  return trimEndOf(text, asciiSpaces).replace(/^[ \t\n\r\v\f]+/, '');
}

const asciiSpaces = ' \t\n\r\v\f';
