import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './pages';

/** A member of an interface or of an object, with what its docstring says. */
export interface Member {
  readonly name: string;
  /** The first sentence of the docstring. */
  readonly about: string;
  /** What follows `@default`, if anything. */
  readonly byDefault: string | undefined;
  /** The text that it is, if it is one. */
  readonly value: string | undefined;
}

const textOf = (docstring: string): string => docstring.replaceAll(/^\s*\*? ?/gm, '').trim();
const oneLine = (text = ''): string => text.replaceAll(/\s+/g, ' ').trim();
const firstSentence = (text = ''): string => oneLine(text).split(/\.(?= [A-Z`]|$)/)[0] ?? '';

/** A docstring, if there is one, and the name behind it. Of an interface, or of an object as the formatter leaves it. */
const member = /(?:^ *\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?^ {2,4}(?:readonly )?(\w+)\??: *(?:'([^']*)')?/gm;

/** The members of an exported interface, or of an exported object with those of objects in it. In the order of the file. */
export function membersOf(file: string, name: string): readonly Member[] {
  const text = readFileSync(join(repository, file), 'utf8');
  const [, body] = new RegExp(`^export (?:interface|const) ${name}\\b[^{]*\\{\\n([^]*?)^\\}`, 'm').exec(text) ?? [];
  if (body === undefined) throw new Error(`${file} has no ${name}; name an exported interface or object`);
  return [...body.matchAll(member)].map(([, docstring = '', of = '', value]) => {
    const [about, ...tags] = textOf(docstring).split(/^@/m);
    const byDefault = tags.find((tag) => tag.startsWith('default'))?.replace(/^default (?:- )?/, '');
    return {
      name: of,
      about: firstSentence(about),
      byDefault: byDefault === undefined ? undefined : oneLine(byDefault.split('\n\n')[0]),
      value,
    };
  });
}
