import type * as IsoCountries from 'i18n-iso-countries';
import { codesOfSeveral, namesByCode, namesWithoutCode } from './country-names';
import { synonyms, titles } from './country-synonyms';

/** Languages of a country that Notify knows it by, beside English, Welsh and the one most people there speak. */
const furtherLanguages: Readonly<Record<string, readonly string[]>> = {
  BE: ['fr', 'de'],
  CH: ['fr', 'it'],
  ES: ['ca', 'eu', 'gl'],
  FI: ['sv'],
  IE: ['ga'],
  ZA: ['af'],
};

/**
 * Every name we know for a country, with the name that Notify gives it. Where a name is here twice the first one holds:
 * the surest names come first, and codes last.
 */
export function* knownCountryNames(): Generator<readonly [name: string, country: string]> {
  // Half a hundred languages: loaded when the first address is checked, not at start-up.
  const iso: typeof IsoCountries = require('i18n-iso-countries');
  const english = iso.getNames('en', { select: 'all' });
  const codes = Object.keys(english).filter((code) => !codesOfSeveral.includes(code));
  const country = (code: string): string => namesByCode[code] ?? english[code]?.[0] ?? code;

  for (const name of namesWithoutCode) yield [name, name];
  for (const code of codes) yield [country(code), country(code)];
  for (const [name, others] of Object.entries(synonyms)) for (const other of others.split('|')) yield [other, name];
  for (const code of codes) for (const name of translatedNames(iso, code)) yield [name, country(code)];
  for (const [title, titled] of Object.entries(titles)) {
    for (const code of titled.split(' '))
      for (const name of withTitle(title, country(code))) yield [name, country(code)];
  }
  for (const code of codes) yield [code, country(code)];
}

function translatedNames(iso: typeof IsoCountries, code: string): string[] {
  const mostSpoken = new Intl.Locale(`und-${code}`).maximize().language;
  return ['en', 'cy', mostSpoken, ...(furtherLanguages[code] ?? [])]
    .filter((language) => iso.langs().includes(language))
    .flatMap((language) => iso.getNames(language, { select: 'all' })[code] ?? []);
}

function withTitle(title: string, country: string): string[] {
  return [`${title} ${country}`, `the ${title} ${country}`, `${title} the ${country}`, `the ${title} the ${country}`];
}
