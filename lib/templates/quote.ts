/** A text as a literal in TypeScript. Nothing in it can end the literal, or show otherwise than it is. */
export function quote(text: string): string {
  return escapeUnseen(JSON.stringify(text));
}

/** A name as the key of a property. */
export function quoteKey(name: string): string {
  const isIdentifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) && !/[\u{10000}-\u{10ffff}]/u.test(name);
  return isIdentifier && !unseen.test(name) ? name : quote(name);
}

/** A text for the inside of a comment, which it cannot end. */
export function inComment(text: string): string {
  return escapeUnseen(JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('*/', '*\\/'));
}

// Controls, formats (which may turn the direction of writing round), unassigned characters, and all spaces but one.
const unseen = /(?! )[\p{C}\p{Z}]/u;

function escapeUnseen(text: string): string {
  return text.replaceAll(new RegExp(unseen, 'gu'), (character) =>
    Array.from({ length: character.length }, (_, unit) => escapeUnit(character.charCodeAt(unit))).join(''),
  );
}

const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
