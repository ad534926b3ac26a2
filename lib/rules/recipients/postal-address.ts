import { addressLines } from './address-lines';
import { findCountry, isInEurope, unitedKingdom } from './countries';
import { formatPostcode } from './postcode';

/** What Notify makes of the address in a letter's personalisation. */
export type PostalAddressCheck =
  | {
      valid: true;
      /** Tidied: the postcode set apart, the country by Notify's name, the UK left out, a BFPO number last. */
      lines: string[];
      international: boolean;
      bfpo: boolean;
      /** The postage the country forces; null where the template's own postage holds. */
      postage: 'europe' | 'rest-of-world' | null;
      /** Notify's name of the country; null within the UK. */
      country: string | null;
    }
  | { valid: false; message: string };

interface Address {
  readonly lines: readonly string[];
  readonly country: string;
  readonly bfpo: boolean;
  /** In a postcode, a BFPO number or a country that letters may go to. */
  readonly endsWell: boolean;
}

interface Options {
  readonly allowInternational: boolean;
  readonly anyCountry?: boolean;
}

const fewestLines = 3;
const mostLines = 7;

/**
 * Checks the address of a letter as Notify does. It stands in `address_line_1` to `address_line_6`, and in
 * `address_line_7` or else `postcode`; no other spelling of these keys is looked at.
 *
 * @param personalisation the letter's personalisation
 * @param options.allowInternational whether the service has the `international_letters` permission
 * @param options.anyCountry whether a last line that is no country we know passes for one if it has no digit; default no
 * @example
 * checkPostalAddress(
 *   { address_line_1: 'Amala Bird', address_line_2: '123 High Street', postcode: 'sw14 6bf' },
 *   { allowInternational: false },
 * ) // { valid: true, lines: ['Amala Bird', '123 High Street', 'SW14 6BF'], … }
 */
export function checkPostalAddress(
  personalisation: Readonly<Record<string, unknown>>,
  options: Options,
): PostalAddressCheck {
  const address = readAddress(addressLines(personalisation), options);
  const message = whatIsWrong(address, options.allowInternational);
  if (message !== undefined) return { valid: false, message };
  const international = isInternational(address);
  return {
    valid: true,
    lines: [...address.lines],
    international,
    bfpo: address.bfpo,
    postage: international ? (isInEurope(address.country) ? 'europe' : 'rest-of-world') : null,
    country: international ? address.country : null,
  };
}

function isInternational({ country }: Address): boolean {
  return country !== unitedKingdom;
}

function readAddress(allLines: readonly string[], { allowInternational, anyCountry = false }: Options): Address {
  const { number, others } = takeBfpoNumber(allLines);
  const { country, lines } = takeCountry(others);
  const postcode = country === unitedKingdom ? formatPostcode(lines.at(-1) ?? '') : undefined;
  const abroad = country !== unitedKingdom || (anyCountry && mayBeCountry(others.at(-1) ?? ''));
  return {
    lines: [
      ...(postcode === undefined ? lines : [...lines.slice(0, -1), postcode]),
      ...(number === undefined ? [] : [`BFPO ${number}`]),
      ...(country === unitedKingdom ? [] : [country]),
    ],
    country,
    bfpo: number !== undefined,
    endsWell: postcode !== undefined || number !== undefined || (allowInternational && abroad),
  };
}

/** Whether a line could name a country that we do not know: Notify takes none with a digit for one. */
function mayBeCountry(line: string): boolean {
  return findCountry(line) === undefined && !/\p{Nd}/u.test(line);
}

const bfpoLine = /^bfpo\s*(?:c\/o)?\s*(\d+)?$/i;

/** The first British Forces Post Office number, and the lines that name none. */
function takeBfpoNumber(lines: readonly string[]): { number: string | undefined; others: readonly string[] } {
  const digits = lines.map((line) => bfpoLine.exec(line)?.[1]).find((found) => found !== undefined);
  if (digits === undefined) return { number: undefined, others: lines };
  return { number: digits.replace(/^0+(?=\d)/, ''), others: lines.filter((line) => !bfpoLine.test(line)) };
}

function takeCountry(lines: readonly string[]): { country: string; lines: readonly string[] } {
  const country = findCountry(lines.at(-1) ?? '');
  if (country === undefined) return { country: unitedKingdom, lines };
  return { country, lines: lines.slice(0, -Math.max(countUkNames(lines), 1)) };
}

/**
 * How many lines name the UK, counting up from the last to the first foreign country. Notify looks past lines that are
 * no country, so a county of "Wales" above the postcode costs a line too when the address ends in "UK".
 */
function countUkNames(lines: readonly string[]): number {
  const countries = lines.map(findCountry).filter((country) => country !== undefined);
  const lastForeign = countries.findLastIndex((country) => country !== unitedKingdom);
  return countries.length - 1 - lastForeign;
}

function whatIsWrong(address: Address, allowInternational: boolean): string | undefined {
  const { lines } = address;
  if (lines.length < fewestLines) return 'Address must be at least 3 lines';
  if (lines.length > mostLines) return 'Address must be no more than 7 lines';
  if (!lines.slice(0, 2).every((line) => /[a-zA-Z0-9]/.test(line))) {
    return 'The first 2 lines of the address must both include at least one alphanumeric character';
  }
  if (address.bfpo && isInternational(address)) return 'The last line of a BFPO address must not be a country.';
  if (!address.endsWell) {
    return allowInternational
      ? 'Last line of address must be a real UK postcode or another country'
      : 'Must be a real UK postcode';
  }
  if (lines.some((line) => /^[@()=[\]"\\/,<>~]/.test(line))) {
    return 'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >';
  }
  return isOfNoFixedAbode(lines) ? 'Must be a real address' : undefined;
}

function isOfNoFixedAbode(lines: readonly string[]): boolean {
  return lines.some((line) => /^nfa$/i.test(line)) || /no fixed (abode|address)/i.test(lines.join('\n'));
}
