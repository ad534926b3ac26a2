import { decodeHTML } from 'entities';

// A character reference has to end in a semicolon, so that `?a=1&times=2` stays an address.
const markup = /&(?:nbsp|amp);|&(#\d+|#[xX][\da-fA-F]+|[^\t\n\f <&#;]{1,32});|[&<>]/g;

/**
 * Escapes `&`, `<` and `>` for HTML, as Notify does with templates and values alike. Character references become the
 * characters they stand for first (`&pound;` becomes `£`), except `&nbsp;` and `&amp;`, which stay. Quotes stay.
 */
export function escapeHtml(text: string): string {
  return text.replace(markup, (found: string, reference: string | undefined) => {
    if (reference !== undefined) return escapeMarkup(referenceText(reference));
    return found.length === 1 ? escapeMarkup(found) : found;
  });
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function referenceText(reference: string): string {
  return reference.startsWith('#') ? numberedCharacter(reference.slice(1)) : decodeHTML(`&${reference};`);
}

// What the numbers 128 to 159 meant before Unicode, and still mean in HTML. TextDecoder gets these wrong in Node 20.
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** The character of a number as Python has it, which leaves out the numbers that stand for none. */
function numberedCharacter(number: string): string {
  const point = /^[xX]/.test(number) ? Number.parseInt(number.slice(1), 16) : Number.parseInt(number, 10);
  if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return '\ufffd';
  if (point >= 0x80 && point <= 0x9f) return windows1252.charAt(point - 0x80);
  const isSpace = point >= 0x09 && point <= 0x0d && point !== 0x0b;
  if ((point < 0x20 && !isSpace) || point === 0x7f) return '';
  if ((point >= 0xfdd0 && point <= 0xfdef) || (point & 0xfffe) === 0xfffe) return '';
  return String.fromCodePoint(point);
}
