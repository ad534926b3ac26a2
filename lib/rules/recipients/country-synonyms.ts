import { unitedKingdom } from './country-names';

/**
 * What Notify takes for a country beside the names of GOV.UK's register, or otherwise than the register has it: the parts
 * and islands of the UK, islands that Royal Mail counts to Europe, countries that are no more, and names in daily use.
 */
export const synonyms: Readonly<Record<string, string>> = {
  [unitedKingdom]:
    'UK|GB|GBR|Britain|Great Britain|United Kingdom of Great Britain and Northern Ireland|' +
    'England|ENG|Scotland|SCT|Wales|WLS|Cymru|Lloegr|Yr Alban|Northern Ireland|NIR|N Ireland|North Ireland|NI|' +
    'Gogledd Iwerddon|Channel Islands|Alderney|Brecqhou|Guernsey|Bailiwick of Guernsey|Island of Guernsey|GG|Herm|' +
    'Jersey|Bailiwick of Jersey|Island of Jersey|JE|Jethou|Sark|Isle of Man|Ellan Vannin|IM|Ynys Manaw',
  Azores: 'Autonomous Region of the Azores|Açores',
  'Balearic Islands': 'Islas Baleares|Illes Balears',
  'Canary Islands':
    'Canaries|Islas Canarias|El Hierro|Fuerteventura|Gran Canaria|La Gomera|La Graciosa|La Palma|Lanzarote|Tenerife',
  Corsica: 'Corse',
  Czechia: 'Czechoslovakia|Czechoslovak Republic',
  'Easter Island': '',
  Eswatini: 'Swaziland',
  'Falkland Islands': 'Falkland|Falklands',
  Germany: 'East Germany|West Germany',
  Ireland: 'ROI|Rep of Ireland|South Ireland|Southern Ireland',
  Macao: 'Macau',
  Madeira: 'Autonomous Region of Madeira|Região Autónoma da Madeira',
  'Myanmar (Burma)': 'Burma|Myanmar',
  'North Macedonia': 'Macedonia',
  'Occupied Palestinian Territories': 'Palestine|Palestinian Territory',
  'Saint Helena': 'St Helena',
  'South Korea': 'Korea',
  'St Kitts and Nevis': 'Saint Kitts and Nevis|St Kitts|Saint Kitts',
  'Tristan da Cunha': 'Tristan',
  'United States': 'America|United States America|Hawaii',
  'Vatican City': 'Vatican',
};
