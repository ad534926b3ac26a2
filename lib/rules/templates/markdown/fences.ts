import type { Block } from './document';
import * as patterns from './patterns';
import { spaces } from '../../python/whitespace';

const space = new RegExp(`[${spaces}]`);

/** Reads code between two equal fences of three or more backticks or tildes; the second may end a line of code. */
export function readFence(source: string, start: number): { block: Block; end: number } | undefined {
  const opening = patterns.matchAt(patterns.fence, source, start);
  if (!opening) return undefined;
  const fence = opening[1] ?? '';
  const codeStart = start + opening[0].length;
  const closing = new RegExp(`${fence} *(?:\\n+|$)`, 'g');
  // Code has at least one character, so a fence right after the first one is code.
  closing.lastIndex = codeStart + 1;
  const match = closing.exec(source);
  if (!match) return undefined;
  let codeEnd = match.index;
  while (codeEnd > codeStart + 1 && space.test(source.charAt(codeEnd - 1))) codeEnd -= 1;
  return {
    block: { type: 'code', text: source.slice(codeStart, codeEnd) },
    end: match.index + match[0].length,
  };
}
