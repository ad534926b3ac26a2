/** A row of a spreadsheet that is not empty. */
export interface SpreadsheetRow {
  /** Where it begins in the file, from 1: the line of a CSV file, the row of a workbook. */
  readonly line: number;
  /** A cell without a value is an empty string. */
  readonly cells: readonly string[];
  /** Why its cells are ambiguous, if they are. */
  readonly fault?: string;
}

/** Spaces, control characters, and what Unicode says has no shape of its own. The last two have none in any font. */
const invisible = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB]*$/u;

/** A row of these cells. Nobody sees a cell of invisible characters alone, so it holds no value. */
export const rowOf = (line: number, cells: readonly string[]): SpreadsheetRow => ({
  line,
  cells: cells.map((cell) => (invisible.test(cell) ? '' : cell)),
});

export const isEmpty = ({ cells, fault }: SpreadsheetRow): boolean => fault === undefined && !cells.some(Boolean);
