import { findCountry, isInEurope } from '../../../lib/rules/recipients/countries';
import { europeanNames } from '../../../lib/rules/recipients/country-names';

test.each([
  ['u.s.a', 'United States'],
  ['US', 'United States'],
  ['america', 'United States'],
  ['The United States of America', 'United States'],
  ['RepOfIreland', 'Ireland'],
  ['EIRE', 'Ireland'],
  ['ROI', 'Ireland'],
  ['Republic of Ireland', 'Ireland'],
  ['Iwerddon', 'Ireland'],
  ['deutschland', 'Germany'],
  ['Almaen', 'Germany'],
  ['Yr Almaen', 'Germany'],
  ['DE', 'Germany'],
  ['Federal Republic of Germany', 'Germany'],
  ['gambia', 'The Gambia'],
  ['Bahamas', 'The Bahamas'],
  ['ESPANA', 'Spain'],
  ['ESPAÑA', 'Spain'],
  ['Kingdom of Spain', 'Spain'],
  ['Sao Tome + Principe', 'Sao Tome and Principe'],
  ['Antigua, & Barbuda', 'Antigua and Barbuda'],
  ["Cote d'Ivoire", 'Ivory Coast'],
  ['Côte d’Ivoire', 'Ivory Coast'],
  ['Guinea Bissau', 'Guinea-Bissau'],
  ['Россия', 'Russia'],
  ['日本', 'Japan'],
  ['Czech Republic', 'Czechia'],
  ['Burma', 'Myanmar (Burma)'],
  ['Swaziland', 'Eswatini'],
  ['Holland', 'Netherlands'],
  ['Nederland', 'Netherlands'],
  ['Hellenic Republic', 'Greece'],
  ['Ascension Island', 'Ascension'],
  ['Lebanese Republic', 'Lebanon'],
  ['Swiss Confederation', 'Switzerland'],
  ['Guyane', 'French Guiana'],
  ['Pilipinas', 'Philippines'],
  ['Oesterreich', 'Austria'],
  ['台灣', 'Taiwan'],
  ['Amercia', 'United States'],
  ['Türkiye', 'Turkey'],
  ['Tenerife', 'Canary Islands'],
  ['Dubai', 'Dubai'],
  ['UAE', 'United Arab Emirates'],
  ['Korea', 'South Korea'],
  ['Congo', 'Congo'],
  ['Georgia', 'Georgia'],
  ['Jersey', 'United Kingdom'],
  ['Guernsey', 'United Kingdom'],
  ['isle_of_man', 'United Kingdom'],
  ['Ynys Manaw', 'United Kingdom'],
  ['Alderney', 'United Kingdom'],
  ['N. Ireland', 'United Kingdom'],
  ['NI', 'United Kingdom'],
  ['Y Deyrnas Unedig', 'United Kingdom'],
])('the country name %s means %s', (name, country) => {
  expect(findCountry(name)).toBe(country);
});

test.each([
  'The Netherlands',
  'Republic of North Macedonia',
  'Pitcairn Islands',
  'Holy See (Vatican City State)',
  'Kingdom of the Netherlandish',
])('%s is a name that Notify refuses', (name) => {
  expect(findCountry(name)).toBeUndefined();
});

test.each(['', 'Qumran', 'London', 'the', 'France 2', 'SW1A 1AA', '٣', 'Atlantis', '?', 'constructor'])(
  '"%s" is not a country',
  (name) => {
    expect(findCountry(name)).toBeUndefined();
  },
);

test('there are 62 names with the European rate, and each is one of Notify’s own names', () => {
  expect(europeanNames.size).toBe(62);
  for (const name of europeanNames) expect(findCountry(name)).toBe(name);
});

test('Kazakhstan and Greenland are in Royal Mail’s Europe, and Israel and the Åland Islands are not', () => {
  expect(['Kazakhstan', 'Greenland', 'Israel', 'Åland Islands'].map(isInEurope)).toEqual([true, true, false, false]);
});
