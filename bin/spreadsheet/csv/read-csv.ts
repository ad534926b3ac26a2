import { CsvError, parse, type Options } from 'csv-parse/sync';
import { isEmpty, rowOf, type SpreadsheetRow } from '../row';
import { longestRow } from './lines';

/**
 * The rows of the lines of a CSV file, one at a time. A row that is malformed has a fault, and reading goes on with the
 * line after the one where it begins: what a quote that nobody closed would swallow is rows of their own.
 *
 * A first line `sep=;` says what stands between two cells, as it does to Excel.
 */
export async function* readCsv(source: AsyncIterator<string>): AsyncGenerator<SpreadsheetRow> {
  const lines = new Lookahead(source);
  let line = 0;
  let delimiter = ',';
  for (let next = await lines.next(); next !== undefined; next = await lines.next()) {
    line += 1;
    const first = line === 1 ? next.replace(/^\uFEFF+/, '') : next;
    const [, separator] = line === 1 ? (/^"?sep=([^"])"?$/iu.exec(first) ?? []) : [];
    if (separator !== undefined) {
      delimiter = separator;
      continue;
    }
    const { cells, fault, more } = await readRecord(first, lines, delimiter);
    const row = fault === undefined ? rowOf(line, cells) : { line, cells, fault };
    if (!isEmpty(row)) yield row;
    line += more;
  }
}

interface CsvRecord {
  readonly cells: readonly string[];
  readonly fault?: string;
  /** How many lines it has after its first. */
  readonly more: number;
}

/** Reads the record that begins with a line, and as many more lines as its quotes hold together. */
async function readRecord(first: string, lines: Lookahead, delimiter: string): Promise<CsvRecord> {
  if (first.length > longestRow) return { cells: [first.slice(0, 1_000)], fault: tooLong, more: 0 };
  // The parser is for quotes: most lines have none.
  if (!first.includes('"')) return { cells: first.split(delimiter).map((cell) => cell.trim()), more: 0 };
  const options: Options = { delimiter, record_delimiter: '\n', trim: true, relax_quotes: true };
  const taken: string[] = [];
  let text = first;
  for (;;) {
    const parsed = parseRecord(text, options);
    if (typeof parsed !== 'string') return { cells: parsed, more: taken.length };
    const added = parsed === notClosed ? await takeUntilQuote(lines, taken, longestRow - text.length) : undefined;
    if (added === undefined) {
      lines.putBack(taken);
      return { cells: [first], fault: parsed === notClosed ? neverClosed : badQuote, more: 0 };
    }
    text += added;
  }
}

const notClosed = 'CSV_QUOTE_NOT_CLOSED';
const advice = 'put quotes around a cell that has a comma, quote or line break, and double the quotes inside it';
const neverClosed = `a quote is not closed; ${advice}`;
const badQuote = `a cell has text after its closing quote; ${advice}`;
const tooLong = `it has more than ${longestRow.toLocaleString('en-GB')} characters; delete it`;

/** The cells, or the code of what is wrong. The parser's own words would show what is in the file. */
function parseRecord(text: string, options: Options): readonly string[] | string {
  try {
    const [cells = []] = parse(text, options);
    return cells;
  } catch (error) {
    if (error instanceof CsvError) return error.code;
    throw error;
  }
}

/** Takes lines up to one in which a quote may be closed: there is one beside those that are doubled. */
async function takeUntilQuote(lines: Lookahead, taken: string[], most: number): Promise<string | undefined> {
  let added = '';
  while (added.length <= most) {
    const line = await lines.next();
    if (line === undefined) return undefined;
    taken.push(line);
    added += `\n${line}`;
    if (line.replaceAll('""', '').includes('"')) return added;
  }
  return undefined;
}

/** Lines that can be put back. */
class Lookahead {
  /** The next is the last. */
  readonly #waiting: string[] = [];

  constructor(private readonly source: AsyncIterator<string>) {}

  async next(): Promise<string | undefined> {
    if (this.#waiting.length > 0) return this.#waiting.pop();
    const { value, done } = await this.source.next();
    return done ? undefined : value;
  }

  putBack(lines: readonly string[]): void {
    for (const line of lines.toReversed()) this.#waiting.push(line);
  }
}
