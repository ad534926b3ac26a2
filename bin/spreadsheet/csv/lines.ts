import { createReadStream } from 'node:fs';

/** In characters. A line or a row that is longer is no row of a spreadsheet. */
export const longestRow = 1_000_000;

/**
 * The lines of a text file in UTF-8, however they end. Of a line that is too long only the beginning is kept, which is
 * longer than a row may be.
 */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let kept = '';
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const lines = (kept + decoder.decode(chunk, { stream: true })).split(/\r\n|\r(?!$)|\n/);
    const last = lines.pop() ?? '';
    yield* lines;
    kept = last.length > 2 * longestRow ? last.slice(0, longestRow) + last.slice(-1) : last;
  }
  yield* (kept + decoder.decode()).split(/\r/);
}
