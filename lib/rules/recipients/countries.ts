import { forceAscii } from './ascii';
import { europeanNames } from './country-names';
import { knownCountryNames } from './known-country-names';

/** The one country whose letters need a postcode. */
export { unitedKingdom } from './country-names';

/**
 * The name Notify gives a country, whatever it is called in the last line of an address, or undefined where no such
 * country is known. The parts and islands of the UK are the United Kingdom.
 *
 * @example findCountry('deutschland') // 'Germany'
 * @example findCountry('N. Ireland') // 'United Kingdom'
 */
export function findCountry(name: string): string | undefined {
  if (/\p{Nd}/u.test(name)) return undefined;
  countriesByKey ??= indexByKey();
  const key = matchingKey(name);
  for (const article of ['', 'the', 'yr', 'y']) {
    const country = countriesByKey.get(article + key);
    if (country !== undefined) return country;
  }
  return undefined;
}

/** Whether post to a country costs the European rate. Takes a name that `findCountry` gave. */
export function isInEurope(country: string): boolean {
  return europeanNames.has(country);
}

let countriesByKey: ReadonlyMap<string, string> | undefined;

function indexByKey(): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const [name, country] of knownCountryNames()) {
    const key = matchingKey(name);
    if (!index.has(key)) index.set(key, country);
  }
  return index;
}

/** What is left of a name without all that does not count: case, accents, spaces and punctuation. */
function matchingKey(name: string): string {
  const joined = name.replace(/[&+]/g, 'and').replace(/[ _\-'’,.()]/g, '');
  const key = joined.toLowerCase();
  const ascii = forceAscii(key);
  return ascii.includes('?') ? key : ascii;
}
