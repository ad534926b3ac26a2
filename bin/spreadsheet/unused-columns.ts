import { stat } from 'node:fs/promises';
import { repeatedColumns } from './columns';
import { foundIn } from './header';
import { readRows } from './read-rows';
import type { SpreadsheetRow } from './row';

/**
 * The columns of a spreadsheet that do not count: of those with one name, all that are empty in every row, unless none
 * would be left. To know them, the file is read once more if it has such names.
 * @throws Error when the names cannot be read, or the file cannot be read twice
 */
export async function unusedColumns(
  file: string,
  { cells: header, fault }: SpreadsheetRow,
  sheet: string | undefined,
): Promise<ReadonlySet<number>> {
  if (fault !== undefined) throw new Error(`the first row cannot be read: ${fault}; ${foundIn(header, () => 0)}`);
  const repeated = repeatedColumns(header);
  if (repeated.length === 0) return new Set();
  if (!(await stat(file)).isFile()) {
    const names = repeated.map(([place = 0]) => `"${header[place]}"`).join(', ');
    throw new Error(
      `${file} has several columns ${names} and is a pipe or a device, which cannot be read twice; give a file`,
    );
  }
  const empty = new Set(repeated.flat());
  let isHeader = true;
  for await (const { cells } of readRows(file, { sheet })) {
    if (!isHeader) for (const place of empty) if (cells[place]) empty.delete(place);
    if (empty.size === 0) break;
    isHeader = false;
  }
  return new Set(
    repeated.flatMap((places) =>
      places.every((place) => empty.has(place)) ? places.slice(1) : places.filter((place) => empty.has(place)),
    ),
  );
}
