/** GSM 03.38's extension table: allowed, but each takes the room of two characters. */
export const extendedGsm = new Set('^{}\\[~]|€');

const gsm = new Set(
  Array.from(
    '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
      '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
  ).concat(Array.from(extendedGsm)),
);

const graveAcuteDiaeresisCircumflex = ['\u0300', '\u0301', '\u0308', '\u0302'];

const welsh = Array.from('aeiouwyAEIOUWY').flatMap((vowel) =>
  graveAcuteDiaeresisCircumflex.map((accent) => (vowel + accent).normalize('NFC')),
);

/** Welsh letters that GSM 03.38 lacks: one of them makes the network send the whole text in 16-bit characters. */
export const welshBeyondGsm = new Set(welsh.filter((letter) => !gsm.has(letter)));

const replacements = new Map<string, string>([
  ...characters('\u2011–—−', '-'),
  ...characters('‘’‚', "'"),
  ...characters('“”„', '"'),
  ...characters('\t\xa0\u202f', ' '),
  ...characters('\u180e\u200b\u200c\u200d\u2060\ufeff\u2028\u2029', ''),
  ['…', '...'],
  ['Ł', 'L'],
  ['ł', 'l'],
]);

function characters(from: string, to: string): [string, string][] {
  return Array.from(from, (character) => [character, to]);
}

const allowed = new Set([...gsm, ...welshBeyondGsm]);
const beyondAllowed = new RegExp(
  `[^${[...allowed].map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).join('')}]`,
  'gu',
);

/**
 * A text in the characters Notify sends as a text message: GSM 03.38 and Welsh letters are kept, typographic
 * characters become plain ones, other accented letters lose their accent, and what is left becomes `?`.
 */
export function downgradeCharacters(text: string): string {
  return text.replace(beyondAllowed, downgradeCharacter);
}

function downgradeCharacter(character: string): string {
  const replacement = replacements.get(character);
  if (replacement !== undefined) return replacement;
  const base = withoutLastAccent(character);
  return allowed.has(base) ? base : '?';
}

/** One step of canonical decomposition: `ǖ` gives `ü`, not `u`, and the Kelvin sign gives `K`. */
function withoutLastAccent(character: string): string {
  const composed = character.normalize('NFC');
  if (composed !== character) return composed;
  const decomposed = Array.from(character.normalize('NFD'));
  return decomposed.slice(0, -1).join('').normalize('NFC');
}
