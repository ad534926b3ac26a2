import { isEmpty, type SpreadsheetRow } from '../row';
import type { Reading } from './choose-sheet';
import { readOds } from './read-ods';
import { readXlsx } from './read-xlsx';
import { WorkbookError } from './workbook-error';
import { openZip, type Zip } from './zip';

/**
 * Reads the rows of an .xlsx or .ods file that are not empty. What stands beside the named columns is no part of them.
 * @throws WorkbookError when the file is neither
 */
export async function* readWorkbook(file: string, reading: Reading): AsyncGenerator<SpreadsheetRow> {
  const zip = await openZip(file).catch(damaged);
  try {
    let width: number | undefined;
    for await (const row of rowsOf(zip, reading)) {
      if (isEmpty(row)) continue;
      width ??= row.cells.length;
      yield { ...row, cells: row.cells.slice(0, width) };
    }
  } catch (error) {
    throw error instanceof WorkbookError ? error : damaged();
  } finally {
    zip.close();
  }
}

function rowsOf(zip: Zip, reading: Reading): AsyncGenerator<SpreadsheetRow> {
  if (zip.has('[Content_Types].xml')) return readXlsx(zip, reading);
  if (zip.has('content.xml')) return readOds(zip, reading);
  throw new WorkbookError('is not an .xlsx or .ods file; save it as one of these, or as "CSV UTF-8"');
}

/** The words of whatever read it would show what is in the file. */
function damaged(): never {
  throw new WorkbookError(
    'is a damaged workbook, or has a password; save it again without one as .xlsx or .ods, or as "CSV UTF-8"',
  );
}
