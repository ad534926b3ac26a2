/**
 * What Notify calls the countries and territories of the world, where that is not the first English name of ISO 3166's
 * list. Notify's names are those of GOV.UK's registers of countries and territories. See docs/countries.md.
 */

export const unitedKingdom = 'United Kingdom';

/** Notify's name of a country by its ISO code. */
export const namesByCode: Readonly<Record<string, string>> = {
  BN: 'Brunei',
  BS: 'The Bahamas',
  CD: 'Congo (Democratic Republic)',
  CG: 'Congo',
  CI: 'Ivory Coast',
  CN: 'China',
  CZ: 'Czechia',
  FK: 'Falkland Islands',
  FM: 'Micronesia',
  GG: unitedKingdom,
  GM: 'The Gambia',
  GS: 'South Georgia and South Sandwich Islands',
  IM: unitedKingdom,
  IR: 'Iran',
  JE: unitedKingdom,
  KN: 'St Kitts and Nevis',
  LA: 'Laos',
  LC: 'St Lucia',
  MD: 'Moldova',
  MF: 'Saint-Martin (French part)',
  MK: 'North Macedonia',
  MM: 'Myanmar (Burma)',
  PN: 'Pitcairn, Henderson, Ducie and Oeno Islands',
  PS: 'Occupied Palestinian Territories',
  RE: 'Réunion',
  RU: 'Russia',
  SY: 'Syria',
  TL: 'East Timor',
  TR: 'Turkey',
  TW: 'Taiwan',
  TZ: 'Tanzania',
  US: 'United States',
  VA: 'Vatican City',
  VC: 'St Vincent',
  VG: 'British Virgin Islands',
  VI: 'United States Virgin Islands',
};

/** Codes that stand for several territories, each of which has a name of its own below. */
export const codesOfSeveral: readonly string[] = ['BQ', 'UM'];

/** Territories that Notify takes for a country of their own, and ISO 3166 does not. */
export const namesWithoutCode: readonly string[] = (
  'Abu Dhabi|Ajman|Dubai|Fujairah|Ras al-Khaimah|Sharjah|Umm al-Quwain|' +
  'Akrotiri|Dhekelia|British Antarctic Territory|Ascension|Saint Helena|Tristan da Cunha|' +
  'Bonaire|Saba|Sint Eustatius|Ceuta|Melilla|Easter Island|' +
  'Azores|Balearic Islands|Canary Islands|Corsica|Madeira|' +
  'Baker Island|Howland Island|Jarvis Island|Johnston Atoll|Kingman Reef|Midway Islands|Navassa Island|' +
  'Palmyra Atoll|Wake Island'
).split('|');

/** The 62 names that go by Royal Mail's European rate; https://www.royalmail.com/international-zones. */
export const europeanNames: ReadonlySet<string> = new Set(
  (
    'Albania|Andorra|Armenia|Austria|Azerbaijan|Azores|Balearic Islands|Belarus|Belgium|Bosnia and Herzegovina|' +
    'Bulgaria|Canary Islands|Corsica|Croatia|Cyprus|Czechia|Denmark|Estonia|Faroe Islands|Finland|France|Georgia|' +
    'Germany|Gibraltar|Greece|Greenland|Hungary|Iceland|Ireland|Italy|Kazakhstan|Kosovo|Kyrgyzstan|Latvia|' +
    'Liechtenstein|Lithuania|Luxembourg|Madeira|Malta|Moldova|Monaco|Montenegro|Netherlands|North Macedonia|Norway|' +
    'Poland|Portugal|Romania|Russia|San Marino|Serbia|Slovakia|Slovenia|Spain|Sweden|Switzerland|Tajikistan|Turkey|' +
    'Turkmenistan|Ukraine|Uzbekistan|Vatican City'
  ).split('|'),
);
