import { collapse, splitLines, strip } from '../python/whitespace';
import { downgradeCharacters } from './encoding';

const zeroWidth = /[\u180e\u200b-\u200d\u2028\u2029\u2060\ufeff]/g;

/** A text on one line: white space collapsed to single spaces, white space without width removed. */
export function normaliseWhitespace(text: string): string {
  return collapse(text.replaceAll(zeroWidth, ''));
}

/** The text without spaces and tabs in front of commas and full stops. */
export function removeSpaceBeforePunctuation(text: string): string {
  return text.replaceAll(/(?<![ \t])[ \t]+([,.])/g, '$1');
}

/**
 * A text message with its white space set right: none before `,` and `.`, single spaces, no more than one empty line
 * at a time, none at the ends.
 */
export function textMessage(filled: string): string {
  const lines = splitLines(removeSpaceBeforePunctuation(filled)).map(normaliseWhitespace);
  return strip(lines.join('\n').replaceAll(/\n{3,}/g, '\n\n'));
}

/** A rendered text message with the service's name and a colon in front, as Notify puts them there on sending. */
export function withServiceName(body: string, serviceName: string): string {
  return strip(`${downgradeCharacters(normaliseWhitespace(serviceName))}: ${body}`);
}
