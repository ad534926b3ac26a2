import type { Plugin } from 'esbuild';
import { findCountry } from '../../lib/rules/recipients/countries';
import { knownCountryNames } from '../../lib/rules/recipients/known-country-names';

/**
 * Puts the names of countries in, worked out: with the package come neither the half a hundred languages that they are
 * taken from, nor a dependence on what the user's Node knows of languages.
 */
export const countryNames: Plugin = {
  name: 'country names',
  setup: (build) =>
    build.onLoad({ filter: /[\\/]known-country-names\.ts$/ }, () => ({ contents: workedOut(), loader: 'js' })),
};

/** Each name with the country that it stands for in the end, so that their order no longer counts. */
function workedOut(): string {
  const names = new Map<string, Set<string>>();
  for (const [name] of knownCountryNames()) {
    const country = findCountry(name);
    if (country === undefined) throw new Error(`${name} is a known name, and findCountry does not find its country`);
    names.set(country, (names.get(country) ?? new Set()).add(name));
  }
  const lists = [...names].map(([country, of]) => [country, ...of]);
  return `
    export function* knownCountryNames() {
      for (const [country, ...names] of ${JSON.stringify(lists)}) for (const name of names) yield [name, country];
    }`;
}
