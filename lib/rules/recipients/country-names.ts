/** The name that Notify gives the one country whose letters need a postcode. */
export const unitedKingdom = 'United Kingdom';

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
