import { europeanNames } from './country-names';
import { synonyms } from './country-synonyms';
import { matchingKey } from './matching-key';
import { registeredNames } from './registered-names';

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

/** Of two countries with one name the first has it: ours, which are surest, go before the register's. */
function indexByKey(): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  const add = (name: string, country: string) => {
    const key = matchingKey(name);
    if (!index.has(key)) index.set(key, country);
  };
  for (const names of [synonyms, registeredNames]) {
    for (const [country, others] of Object.entries(names)) {
      for (const other of others.split('|')) if (other !== '') add(other, country);
    }
    for (const country of Object.keys(names)) add(country, country);
  }
  return index;
}
