import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse, type InfoRecord } from 'csv-parse';
import { errorCode } from '../../lib/notify/errors';
import { cannot } from '../commands/command';

/** A row of a spreadsheet that is not empty. */
export interface Row {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** In bytes. What is longer is a quote that nobody closed, and would be read to the end of the file. */
const longestRow = 1_000_000;

/**
 * Reads a CSV file row by row, so that a file of any size takes no more memory than a small one.
 * @throws Error that names the line when the file is no CSV in UTF-8
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  const parser = parse({
    delimiter: ',',
    record_delimiter: '\n',
    trim: true,
    relax_column_count: true,
    skip_records_with_empty_values: true,
    max_record_size: longestRow,
    info: true,
  });
  try {
    // An error reaches whoever reads the rows.
    const records = pipeline(Readable.from(readText(file)), parser, () => {});
    for await (const { info, record } of records as AsyncIterable<{ info: InfoRecord; record: string[] }>) {
      yield { line: info.lines - lineBreaksIn(record), cells: record };
    }
  } catch (error) {
    throw explained(error, file);
  }
}

/** The text of a file, each line ended by one character. The parser counts two of them as two lines. */
async function* readText(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let kept = '';
  for await (const chunk of createReadStream(file)) {
    const text = kept + decoder.decode(chunk as Buffer, { stream: true });
    kept = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - kept.length).replaceAll(/\r\n?/g, '\n');
  }
  yield (kept + decoder.decode()).replace('\r', '\n');
}

const lineBreaksIn = (cells: readonly string[]): number =>
  cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);

/** The parser's own words would show what is in the file. */
function explained(error: unknown, file: string): unknown {
  if (error instanceof CsvError) {
    return new Error(
      `${file} is no CSV, in line ${String(error['lines'])} or before (${error.code}); put a value with a comma, quote or line break in it between quotes, and double its own quotes`,
    );
  }
  if (errorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new Error(`${file} is not in UTF-8; save it as "CSV UTF-8"`);
  }
  if (error instanceof Error && 'syscall' in error) return cannot(`${file} cannot be read`, error, 'give a CSV file');
  return error;
}
