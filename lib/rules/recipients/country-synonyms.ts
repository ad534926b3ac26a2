import { unitedKingdom } from './country-names';

/** Other names that people write for a country, by the name that Notify gives it. */
export const synonyms: Readonly<Record<string, string>> = {
  [unitedKingdom]:
    'UK|GB|GBR|Britain|Great Britain|United Kingdom of Great Britain and Northern Ireland|' +
    'The United Kingdom of Great Britain and Northern Ireland|' +
    'England|ENG|Scotland|SCT|Wales|WLS|Cymru|Lloegr|Yr Alban|Northern Ireland|NIR|N Ireland|North Ireland|NI|' +
    'Gogledd Iwerddon|Channel Islands|Alderney|Brecqhou|Guernsey|Bailiwick of Guernsey|Island of Guernsey|Herm|' +
    'Jersey|Bailiwick of Jersey|Island of Jersey|Jethou|Sark|Isle of Man|Ellan Vannin|Ynys Manaw',
  // Within Europe.
  Azores: 'Autonomous Region of the Azores|Açores',
  'Balearic Islands': 'Islas Baleares|Illes Balears',
  Belgium: 'Belgique|Belgien',
  'Bosnia and Herzegovina': 'Bosnia Herzegovina|BiH',
  'Canary Islands':
    'Canaries|Islas Canarias|El Hierro|Fuerteventura|Gran Canaria|La Gomera|La Graciosa|La Palma|Lanzarote|Tenerife',
  Corsica: 'Corse',
  Czechia: 'Czechoslovakia|Czechoslovak Republic|Česko|The Czech Republic',
  'Faroe Islands': 'Faroes|Føroyar|Færøerne',
  Germany: 'East Germany|West Germany|FRG|Bundesrepublik',
  Greece: 'Hellas|Ellas|Ellada',
  Greenland: 'Kalaallit Nunaat|Grønland',
  Ireland: 'Eire|ROI|Irish Republic|Rep of Ireland|South Ireland|Southern Ireland',
  Luxembourg: 'Lëtzebuerg|Luxemburg',
  Madeira: 'Autonomous Region of Madeira|Região Autónoma da Madeira',
  Moldova: 'Moldavia',
  Montenegro: 'Crna Gora',
  Netherlands: 'Holland',
  'North Macedonia': 'Macedonia|Makedonija',
  Norway: 'Noreg',
  Serbia: 'Srbija',
  Switzerland: 'Suisse|Svizzera|Svizra',
  Turkey: 'Türkiye',
  'Vatican City': 'Vatican|Vatican City State|Holy See|Città del Vaticano',
  // Beyond.
  Bangladesh: 'East Pakistan',
  Belize: 'British Honduras',
  Benin: 'Dahomey',
  'British Virgin Islands': 'BVI|Virgin Islands|Virgin Islands, British',
  Cambodia: 'Kampuchea',
  'Cape Verde': 'Cabo Verde',
  'Central African Republic': 'CAR|Central Africa|The Central African Republic',
  China: 'PRC|Mainland China|Zhongguo',
  // So in Notify's list, though it has the other country too.
  Congo: 'Congo, Democratic Republic of|Brazzaville',
  'Congo (Democratic Republic)': 'Democratic Republic of the Congo',
  Curaçao: 'Curacao (former Netherlands Antilles)',
  Djibouti: 'Djibouti, Republic of',
  Dominica: 'Dominica, Commonwealth of',
  'Dominican Republic': 'The Dominican Republic',
  Dubai: 'Dubai UAE|Emirate of Dubai',
  'East Timor': 'Timor-Leste',
  Eswatini: 'Swaziland',
  Ethiopia: 'Abyssinia',
  'Falkland Islands': 'Falkland|Falklands|The Falklands|Las Malvinas',
  Ghana: 'Gold Coast',
  'Hong Kong': 'Hong Kong Special Administrative Region',
  India: 'Bharat',
  Iran: 'Persia',
  Japan: 'Nihon|Nippon',
  Laos: 'Lao',
  Macao: 'Macau|Macao Special Administrative Region',
  Malawi: 'Nyasaland',
  Morocco: 'Maroc',
  'Myanmar (Burma)': 'Burma|Myanmar',
  'New Zealand': 'Aotearoa|New Zeeland',
  'North Korea': "DPRK|Democratic People's Republic of Korea",
  'Occupied Palestinian Territories': 'Palestine|Palestinian Territory|Palestine, State of',
  'Papua New Guinea': 'PNG',
  'Pitcairn, Henderson, Ducie and Oeno Islands':
    'Pitcairn Island|Henderson Island|Ducie Island|Oeno Island|Ducie and Oeno Islands',
  Rwanda: 'Rwanda, Republic of',
  'Saint Barthélemy': 'St Barth|St Barthélemy',
  'Saint Helena': 'St Helena',
  Samoa: 'Western Samoa',
  'San Marino': 'San Marino, Republic of',
  'Sint Maarten (Dutch part)': 'Sint Maarten',
  'Solomon Islands': 'Solomons',
  'South Africa': 'RSA|Suid-Afrika',
  'South Georgia and the South Sandwich Islands': 'South Georgia|The South Sandwich Islands|The Sandwich Islands',
  'South Korea': 'Korea|Korea, Republic of',
  'Sri Lanka': 'Ceylon',
  'St Kitts and Nevis': 'Saint Kitts and Nevis|St Kitts|Saint Kitts',
  Taiwan: 'Republic of China|Chinese Taipei',
  Thailand: 'Siam',
  'Tristan da Cunha': 'Tristan',
  'United Arab Emirates': 'UAE|Arab Emirates|The United Arab Emirates',
  'United States':
    'America|The States|United States America|The United States of America|Hawaii|Estados Unidos|États-Unis',
  'United States Virgin Islands': 'American Virgin Islands|Virgin Islands of the United States',
  Vietnam: 'Viet Nam',
  Zimbabwe: 'Rhodesia',
};

/** The formal names that are a title and the usual name, by title: the usual names, or the ISO codes for short. */
export const titles: Readonly<Record<string, string>> = {
  'Republic of':
    'AL AM AO AT AZ BA BG BI BJ BW CG CI CL CM CO CR CU CV CY DJ EC EE FI FJ GH GM GN GQ GT GW HN HR HT ID IE IN IQ IS ' +
    'KE KI KR KZ LR LT LV MG MH MK ML MT MU MV MW MZ NA NE NI NR PA PE PH PL PW PY RS RW SC SD SG SI SL SM SN SR SS SV ' +
    'TD TJ TR TT UG UZ VU XK YE ZA ZM ZW',
  'Kingdom of': 'BE BH BT DK ES KH LS NL NO SA SE SZ TH TO',
  'State of': 'BH ER IL KW PS QA',
  'Principality of': 'AD LI MC',
  'Federal Republic of': 'DE NG SO',
  'Islamic Republic of': 'AF GM IR MR PK',
  "People's Republic of": 'BD CN',
  'Commonwealth of': 'AU BS DM MP PR',
};
