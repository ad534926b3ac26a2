import type { Block } from './document';
import * as patterns from './patterns';

/** A block found at a place of a text (none, if it leaves no trace), and where the text goes on. */
export interface Found {
  readonly block?: Block;
  readonly end: number;
}

/** What a match of a block's pattern comes to. */
export function found(match: RegExpExecArray | null, block?: Block): Found | undefined {
  if (!match) return undefined;
  const end = match.index + match[0].length;
  return block ? { block, end } : { end };
}

/** Reads the ends of lines. Two or more leave a line break behind. */
export function readEmptyLines(source: string, start: number): Found | undefined {
  const match = patterns.matchAt(patterns.emptyLines, source, start);
  return match && match[0].length > 1 ? found(match, { type: 'emptyLines' }) : found(match);
}

/** Reads a rule, three or more `-`, `*` or `_`. */
export function readRule(source: string, start: number): Found | undefined {
  return found(patterns.matchAt(patterns.rule, source, start), { type: 'rule' });
}

/** Reads code, lines that start with four spaces. */
export function readIndentedCode(source: string, start: number): Found | undefined {
  const match = patterns.matchAt(patterns.indentedCode, source, start);
  const [code = ''] = match ?? [];
  return found(match, { type: 'code', text: code.replaceAll(/(^|\n) {4}/g, '$1') });
}

/** Reads a heading marked `#`. */
export function readHeading(source: string, start: number): Found | undefined {
  const match = patterns.matchAt(patterns.heading, source, start);
  const [, marks = '', text = ''] = match ?? [];
  return found(match, { type: 'heading', level: marks.length, text });
}

/** Reads a heading with a line of `=` or `-` under it. */
export function readUnderlinedHeading(source: string, start: number): Found | undefined {
  const match = patterns.matchAt(patterns.underlinedHeading, source, start);
  const [, text = '', lastMark] = match ?? [];
  return found(match, { type: 'heading', level: lastMark === '=' ? 1 : 2, text });
}

/** Reads a table without bars at its sides. */
export function readOpenTable(source: string, start: number): Found | undefined {
  return found(patterns.matchAt(patterns.openTable, source, start), { type: 'table' });
}

/** Reads a table with bars at its sides. */
export function readClosedTable(source: string, start: number): Found | undefined {
  return found(patterns.matchAt(patterns.closedTable, source, start), { type: 'table' });
}

/** Reads one line as text. */
export function readText(source: string, start: number): Found | undefined {
  const match = patterns.matchAt(patterns.text, source, start);
  const [text = ''] = match ?? [];
  return found(match, { type: 'text', text });
}
