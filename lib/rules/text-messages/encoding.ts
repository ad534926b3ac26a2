/**
 * How Notify encodes a text message: what it makes of each character, and how many fragments come of it.
 *
 * Notify is about to keep every character and send a text in 16-bit characters if one is outside GSM 03.38. When it does,
 * `allowed` and `replacements` go, and with them `downgradeCharacters`. So nothing outside this file and nobody's
 * documentation may rely on how a character is replaced.
 */

/** GSM 03.38's extension table: each of these takes the room of two characters. */
const extendedGsm = new Set('^{}\\[~]|€');

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

const allowed = new Set([...gsm, ...welsh]);
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

/** The most characters a text message may have, without the service's name in front. */
export const longestTextMessage = 918;

/** Whether a text, in the characters that are sent, needs 16 bits for each: one that GSM 03.38 lacks is enough. */
export function needsUcs2(text: string): boolean {
  return Array.from(text).some((character) => !gsm.has(character));
}

/** How many characters of a text, in the characters that are sent, take the room of two. */
export function extendedGsmCharacters(text: string): number {
  return Array.from(text).filter((character) => extendedGsm.has(character)).length;
}

/**
 * How many fragments a text message is sent and billed as. The text is as it is sent: in the characters that are sent,
 * and with the service's name if that goes with it. 160 characters go into one fragment, else 153 into each; in 16-bit
 * characters 70, else 67.
 */
export function smsFragments(text: string): number {
  if (needsUcs2(text)) return fragments(text.length, 70, 67);
  return fragments(text.length + extendedGsmCharacters(text), 160, 153);
}

function fragments(length: number, single: number, joined: number): number {
  return length <= single ? 1 : Math.ceil(length / joined);
}
