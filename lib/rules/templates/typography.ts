import { spaces } from '../python/whitespace';
import { removeSpaceBeforePunctuation } from '../text-messages/message-text';
import { makeQuotesSmart } from './smart-quotes';

const spacedHyphens = new RegExp(`(?<![${spaces}])[${spaces}]+[-–—]{1,3}[${spaces}]+`, 'g');

// Wider than an address: all that stands around an `@` between white space.
const aroundAt = new RegExp(`((?<![^\\n])|[${spaces}])[^${spaces}]+@[^${spaces}]+([${spaces}]|(?![^\\n]))`, 'g');

/**
 * Sets a text as a printer would: no space before `,` and `.`, curly quotes (but straight ones in email addresses),
 * and an en dash for hyphens between spaces. Works on text and on HTML.
 */
export function niceTypography(text: string): string {
  const smart = makeQuotesSmart(removeSpaceBeforePunctuation(text));
  const addresses = smart.replaceAll(aroundAt, (found) => found.replaceAll(/[‘’]/g, "'"));
  return addresses.replaceAll(spacedHyphens, ' – ');
}
