import { stripFinalNewlines } from '../../python/whitespace';
import type { Block } from './document';
import { readFence } from './fences';
import * as patterns from './patterns';

const interrupting = [
  patterns.listAfterParagraph,
  patterns.rule,
  patterns.heading,
  patterns.underlinedHeading,
  patterns.linkDefinition,
  patterns.footnoteDefinition,
];

/** Reads a paragraph: lines up to an empty one or one that starts something else. A quote (`^`) does not end it. */
export function readParagraph(source: string, start: number): { block: Block; end: number } | undefined {
  let end = start;
  let line = patterns.matchAt(patterns.paragraphLine, source, end);
  if (!line) return undefined;
  while (line) {
    end += line[0].length;
    line = isInterrupted(source, end) ? null : patterns.matchAt(patterns.paragraphLine, source, end);
  }
  const text = stripFinalNewlines(source.slice(start, end));
  while (source.charAt(end) === '\n') end += 1;
  return { block: { type: 'paragraph', text }, end };
}

function isInterrupted(source: string, line: number): boolean {
  return (
    interrupting.some((pattern) => patterns.matchAt(pattern, source, line) !== null) ||
    readFence(source, line) !== undefined
  );
}
