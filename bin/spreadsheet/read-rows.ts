import { open, stat } from 'node:fs/promises';
import { errorCode } from '../../lib/notify/errors';
import { cannot } from '../commands/command';
import { linesOf } from './csv/lines';
import { readCsv } from './csv/read-csv';
import type { SpreadsheetRow } from './row';
import type { Reading } from './workbook/choose-sheet';
import { readWorkbook } from './workbook/read-workbook';
import { WorkbookError } from './workbook/workbook-error';

/**
 * Reads a spreadsheet row by row, so that a file of any size takes no more memory than a small one: CSV, .xlsx or .ods,
 * whichever its first bytes say that it is. Rows without a value are passed over.
 * @throws Error when the file cannot be read, or is none of these
 */
export async function* readRows(file: string, reading: Reading = {}): AsyncGenerator<SpreadsheetRow> {
  try {
    const kind = await kindOf(file);
    if (kind === 'old workbook') {
      throw new WorkbookError(
        'is an old workbook (.xls) or has a password; save it as .xlsx without one, or as "CSV UTF-8"',
      );
    }
    if (kind === 'CSV' && reading.sheet !== undefined) throw new WorkbookError('has no sheets; leave out --sheet');
    yield* kind === 'workbook' ? readWorkbook(file, reading) : readCsv(linesOf(file));
  } catch (error) {
    throw explained(error, file);
  }
}

const signatures = [
  { kind: 'workbook', bytes: Buffer.from('PK\u0003\u0004') },
  { kind: 'old workbook', bytes: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
] as const;

/** What comes through a pipe can be read only once, and a workbook has its table of contents at its end. */
async function kindOf(file: string): Promise<'CSV' | (typeof signatures)[number]['kind']> {
  if (!(await stat(file)).isFile()) return 'CSV';
  const opened = await open(file);
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(8), 0, 8, 0);
    const begin = buffer.subarray(0, bytesRead);
    return signatures.find(({ bytes }) => begin.subarray(0, bytes.length).equals(bytes))?.kind ?? 'CSV';
  } finally {
    await opened.close();
  }
}

/** The machine's own words would show what is in the file. */
function explained(error: unknown, file: string): unknown {
  if (error instanceof WorkbookError) return new Error(`${file} ${error.message}`);
  if (errorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new Error(`${file} is not in UTF-8; save it as "CSV UTF-8"`);
  }
  if (error instanceof Error && 'syscall' in error) {
    return cannot(`${file} cannot be read`, error, 'give a CSV, .xlsx or .ods file');
  }
  return error;
}
