import type { Template } from '../notify/responses';

/**
 * A name in TypeScript for each template, by its id: the template's own in camel case, so that "Password reset" is
 * `passwordReset`. Of two templates with one name, within a channel, the older keeps it and the newer gets its id too,
 * so a template that is added never renames another.
 */
export function identifiersOf(templates: readonly Template[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const template of templates.toSorted(oldestFirst)) {
    const name =
      candidatesFor(template).find((candidate) => !taken.has(`${template.type} ${candidate}`)) ?? template.id;
    taken.add(`${template.type} ${name}`);
    names.set(template.id, name);
  }
  return names;
}

function oldestFirst(one: Template, other: Template): number {
  return compare(one.created_at, other.created_at) || compare(one.id, other.id);
}

/** The order of characters, which unlike that of a language is the same on every machine. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function candidatesFor({ name, id }: Template): string[] {
  const identifier = identifierOf(name);
  const digits = id.replaceAll('-', '');
  return [identifier, `${identifier}_${digits.slice(0, 8)}`, `${identifier}_${digits}`];
}

/** A name in camel case. Letters of any script stay; what is left may still be nothing at all. */
export function identifierOf(name: string): string {
  const [first = 'template', ...others] = wordsOf(name);
  const identifier = first + others.map(capitalised).join('');
  if (!/^\p{ID_Start}/u.test(identifier)) return `_${identifier}`;
  return unsuitable.has(identifier) ? `${identifier}_` : identifier;
}

function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    // Accents of Latin letters only: in other scripts such marks are vowels.
    .replaceAll(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replaceAll(/['’]/g, '')
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    // What lies beyond is too new for some compilers.
    .replaceAll(/[_\u{10000}-\u{10ffff}]/gu, ' ');
  return (plain.match(/\p{ID_Continue}+/gu) ?? []).map((word) => word.toLowerCase());
}

function capitalised(word: string): string {
  const [first = '', ...others] = word;
  return first.toUpperCase() + others.join('');
}

/** Words of the language, which cannot be taken out by `const { delete } = send.email`, and names that objects have. */
const unsuitable = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static ' +
    'super switch this throw true try typeof var void while with yield ' +
    'arguments eval undefined constructor prototype then'
  ).split(' '),
);
