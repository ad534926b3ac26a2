// The tables of RFC 3454 that Nameprep (RFC 3491) names.
const mappedToNothing = /\u034f|[\ufe00-\ufe0f]|[\u180b-\u180d]|[\u00ad\u1806\u200b-\u200d\u2060\ufeff]/g; // B.1
const prohibited = [
  /[\u0080-\u009f\u070f\u180e\u2028\u2029\u2061-\u2063\u206a-\u206f\ufff9-\ufffd]|\u06dd/, // C.2.2, C.6
  /[\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]/u, // C.2.2, C.9
  /[\p{Co}\p{Noncharacter_Code_Point}\p{Cs}]/u, // C.3, C.4, C.5
  /[\u1680\u200e\u200f\u202a-\u202e\u2ff0-\u2ffb]/, // C.7, C.8, and of C.1.2 what normalising leaves
];

// D.1: the letters written from right to left. Their presentation forms are gone once a label is normalised.
const rightToLeft =
  '\\u05be\\u05c0\\u05c3\\u05d0-\\u05ea\\u05f0-\\u05f4\\u061b\\u061f\\u0621-\\u063a\\u0640-\\u064a\\u066d-\\u066f' +
  '\\u0671-\\u06d5\\u06e5\\u06e6\\u06fa-\\u06fe\\u0700-\\u070d\\u0710\\u0712-\\u072c\\u0780-\\u07a5\\u07b1';
const hasRightToLeft = new RegExp(`[${rightToLeft}]`, 'u');
const framedRightToLeft = new RegExp(`^[${rightToLeft}](.*[${rightToLeft}])?$`, 'su');
// D.2, recognised by category: letters, spacing marks and digits, outside the blocks of right-to-left scripts.
const leftToRight = /(?![0-9\u{590}-\u{8ff}])[\p{L}\p{Mc}\p{Nl}\p{Nd}]/u;

/**
 * One label of a domain as Nameprep makes it ready for Punycode, or undefined where Nameprep forbids it. Characters
 * younger than Unicode 3.2 are folded by the Unicode that Node has.
 */
export function nameprep(label: string): string | undefined {
  const folded = foldCase(label.replace(mappedToNothing, '')).normalize('NFKC');
  const prepared = foldCase(folded).normalize('NFKC');
  if (prohibited.some((characters) => characters.test(prepared))) return undefined;
  return runsOneWay(prepared) ? prepared : undefined;
}

/** Table B.2, letter by letter: a whole word would turn the sigma at its end into another letter. */
function foldCase(text: string): string {
  return Array.from(text, (letter) => (letter === 'ı' ? letter : letter.toUpperCase().toLowerCase())).join('');
}

/** A label with right-to-left letters begins and ends with one, and has no left-to-right ones. */
function runsOneWay(label: string): boolean {
  return !hasRightToLeft.test(label) || (framedRightToLeft.test(label) && !leftToRight.test(label));
}
