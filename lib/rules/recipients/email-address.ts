import { encodeDomain } from './idna-2003';
import { trimAscii, unusualSpaces, zeroWidthSpaces } from './spaces';

/** What Notify makes of an email address. */
export type EmailAddressCheck =
  | {
      valid: true;
      /** As sent to, and as compared with allow-lists and smoke-test addresses. */
      normalised: string;
      /** As GET gives it back: tidied, its case kept. */
      returnedAs: string;
    }
  | { valid: false; message: string };

const refused: EmailAddressCheck = { valid: false, message: 'Not a valid email address' };

const wholeAddress = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@([^.@][^@\s]+)$/;
const label = /^(xn|[a-z0-9]+)(--?[a-z0-9]+)*$/i;
const lastLabel = /^([a-z]{2,63}|xn--([a-z0-9]+-)*[a-z0-9]+)$/i;
const longestAddress = 320;
const longestDomain = 253;
const longestLabel = 63;

/**
 * Checks an email address as Notify does. Notify is stricter than the mail standards about what comes before the `@`
 * (no quotes, no brackets) and in places laxer: it may begin or end with a dot.
 *
 * @param input the address as the caller wrote it
 * @example checkEmailAddress('  Amala@Example.com ') // { valid: true, normalised: 'amala@example.com', … }
 */
export function checkEmailAddress(input: string): EmailAddressCheck {
  const address = trimAscii(input.replace(zeroWidthSpaces, '').replace(unusualSpaces, ''));
  const domain = wholeAddress.exec(address)?.[1];
  if (domain === undefined || address.includes('..') || isTooLong(address)) return refused;
  const encoded = encodeDomain(domain);
  if (encoded === undefined || !isDomain(encoded)) return refused;
  return { valid: true, normalised: address.toLowerCase(), returnedAs: address };
}

function isTooLong(address: string): boolean {
  return address.length > longestAddress && Array.from(address).length > longestAddress;
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return (
    domain.length <= longestDomain &&
    labels.length >= 2 &&
    labels.every((part) => part.length <= longestLabel && label.test(part)) &&
    lastLabel.test(labels.at(-1) ?? '')
  );
}
