import { zeroWidthSpaces } from './spaces';

// Each folds what a person may write in several ways, so that spellings of one address or number are the same.

export const foldEmailAddress = (text: string): string =>
  text.replace(zeroWidthSpaces, '').replace(/\s/g, '').toLowerCase();

export function foldPhoneNumber(text: string): string {
  const number = text.replace(/[^\d+]/g, '').replace(/^(\+|00)/, '');
  // Without a country's code it is a UK number, with its 0 or, for a mobile, without.
  if (/^(0|7\d{9}$)/.test(number)) return `44${number.replace(/^0/, '')}`;
  return number.replace(/^440/, '44');
}

/** Longer than a line of any address. It may be megabytes of something else. */
const longestLine = 1000;

/** @param lines the lines of an address, and what else stands where one should */
export const foldPostalAddress = (lines: readonly unknown[]): string =>
  lines
    .filter((line) => typeof line === 'string' || typeof line === 'number')
    .map((line) =>
      String(line)
        .slice(0, longestLine)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, ''),
    )
    .filter(Boolean)
    .join('/');
