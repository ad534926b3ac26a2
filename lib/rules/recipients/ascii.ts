// What Notify spells another way in ASCII. Spaces that do not show are left out.
const spellings: readonly (readonly [RegExp, string])[] = [
  [/[\u2011\u2013\u2014\u2212]/g, '-'],
  [/[\u2018\u2019\u201a]/g, "'"],
  [/[\u201c\u201d\u201e]/g, '"'],
  [/[\u180e\u200b-\u200d\u2060\ufeff\u2028\u2029]/g, ''],
  [/[\u00a0\u202f\t]/g, ' '],
  [/\u2026/g, '...'],
  [/\u0141/g, 'L'],
  [/\u0142/g, 'l'],
];

/**
 * Text as Notify forces it into printable ASCII: accents dropped, curly quotes and dashes made straight, and a question
 * mark for everything it cannot spell, line breaks included.
 */
export function forceAscii(text: string): string {
  let ascii = text;
  for (const [characters, spelling] of spellings) ascii = ascii.replace(characters, spelling);
  return ascii.replace(/[^ -~]/gu, withoutAccent);
}

/** Notify looks one step deep, so a letter with two accents is not an ASCII letter to it. */
function withoutAccent(character: string): string {
  return /^([ -~]).?$/u.exec(character.normalize('NFD'))?.[1] ?? '?';
}
