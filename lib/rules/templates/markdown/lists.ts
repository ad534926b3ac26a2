import { spaces, strip } from '../../python/whitespace';
import * as patterns from './patterns';

/** A list as it stands in the text, with the empty lines that end it. */
export interface ListSource {
  readonly source: string;
  readonly ordered: boolean;
  readonly indent: string;
}

/** An item's text without its bullet. */
export interface ItemSource {
  readonly text: string;
  readonly loose: boolean;
}

const bulletAndSpace = new RegExp(`${patterns.bullet} `, 'uy');

/** Finds a list that starts at this place of the text. Bullets and numbers can follow one another in one list. */
export function listAt(source: string, start: number): ListSource | undefined {
  const match = patterns.matchAt(patterns.listStart, source, start);
  if (!match) return undefined;
  const [opening, indent = '', bullet = ''] = match;
  const firstCharacter = start + opening.length;
  if (firstCharacter >= source.length) return undefined;
  const end = endOfList(source, firstCharacter + 1, indent);
  return { source: source.slice(start, end), ordered: bullet.includes('.'), indent };
}

/** A list ends before a rule or a definition, and after an empty line unless a bullet or an indented line follows. */
function endOfList(source: string, from: number, indent: string): number {
  const text = Math.max(from, endOfText(source));
  let newline = source.indexOf('\n', from);
  while (newline !== -1 && newline <= text) {
    let next = newline;
    while (source.charAt(next) === '\n') next += 1;
    if (endsBefore(source, next, indent)) return next;
    const emptyLines = next - newline - 1;
    if (emptyLines > 1 || (emptyLines === 1 && !goesOn(source, next, indent))) return next;
    newline = source.indexOf('\n', next);
  }
  return source.length;
}

function endsBefore(source: string, line: number, indent: string): boolean {
  const isRule = (position: number) => patterns.matchAt(patterns.ruleAfterList, source, position) !== null;
  return (
    isRule(line) ||
    (source.startsWith(indent, line) && isRule(line + indent.length)) ||
    patterns.matchAt(patterns.linkDefinition, source, line) !== null ||
    patterns.matchAt(patterns.footnoteDefinition, source, line) !== null
  );
}

function goesOn(source: string, line: number, indent: string): boolean {
  if (source.charAt(line) === ' ') return true;
  return source.startsWith(indent, line) && patterns.matchAt(bulletAndSpace, source, line + indent.length) !== null;
}

function endOfText(source: string): number {
  const finalSpace = new RegExp(`[${spaces}]`);
  let end = source.length;
  while (end > 0 && finalSpace.test(source.charAt(end - 1))) end -= 1;
  return end;
}

/** Cuts a list into items: each starts on a line with a bullet at the list's own indent. */
export function listItems(list: ListSource): ItemSource[] {
  const sources = list.source.split(new RegExp(`\\n(?=${list.indent}${patterns.bullet})`, 'u'));
  let looseNext = false;
  return sources.map((source, index) => {
    const text = withoutBullet(source);
    const endsInEmptyLine = text.endsWith('\n');
    const isLast = index === sources.length - 1;
    const loose = looseNext || hasInnerEmptyLine(text) || (endsInEmptyLine && !isLast);
    if (!isLast && text !== '') looseNext = endsInEmptyLine;
    return { text, loose };
  });
}

const leadingBullet = new RegExp(`^ *${patterns.bullet}`, 'u');

function withoutBullet(item: string): string {
  const text = item.replace(leadingBullet, '');
  if (!text.includes('\n ')) return text;
  const width = item.length - text.length;
  return text.replaceAll(new RegExp(`(^|\\n) {1,${width}}`, 'g'), '$1');
}

function hasInnerEmptyLine(text: string): boolean {
  const emptyLine = text.indexOf('\n\n');
  return emptyLine !== -1 && strip(text.slice(emptyLine)) !== '';
}
