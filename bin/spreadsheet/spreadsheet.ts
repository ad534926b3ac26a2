import type { Template } from '../../lib/notify';
import { createPreflight } from '../../lib/preflight';
import { InvalidMessageError } from '../../lib/publisher';
import { queueMessageOf } from '../../lib/publisher/queue-message';
import { matchColumns, type Columns } from './columns';
import { messageOfRow, type Mailing, type RowMessage } from './message-of-row';
import { readRows } from './read-rows';
import { SeenKeys } from './seen-keys';
import { unusedColumns } from './unused-columns';
import type { Reading } from './workbook/choose-sheet';

export interface SpreadsheetOptions extends Omit<Mailing, 'template'>, Reading {
  readonly file: string;
  readonly template: Template;
  /** The column with a name of each row's own. Without one, a row goes by what is in it. */
  readonly keyColumn?: string | undefined;
}

/** A row that would be sent, or what is wrong with it. */
export type CheckedRow = {
  readonly line: number;
  /** A row before it says the same, so that both are one message. */
  readonly isDuplicate?: boolean;
} & RowMessage;

/**
 * Reads a spreadsheet from its beginning and checks each row as Notify would.
 * @throws Error when it is no spreadsheet, or has not the columns that the template needs
 */
export async function* checkedRows({
  file,
  keyColumn,
  sheet,
  onSheet,
  ...mailing
}: SpreadsheetOptions): AsyncGenerator<CheckedRow> {
  const preflight = createPreflight({ templates: [mailing.template] });
  const seen = new SeenKeys();
  const check = (made: RowMessage): RowMessage => {
    if (!made.message) return made;
    try {
      const refusals = preflight(queueMessageOf(made.message));
      return refusals.length === 0 ? made : { fault: refusals.map(({ message }) => message).join('; ') };
    } catch (error) {
      if (error instanceof InvalidMessageError) return { fault: error.message };
      throw error;
    }
  };
  const checkAgainstOthers = (line: number, made: RowMessage): CheckedRow => {
    const isDuplicate = made.message !== undefined && seen.add(made.message.idempotencyKey ?? '');
    if (!isDuplicate) return { line, ...check(made) };
    // Without a column of keys, rows with one key are the same to the letter, and one message is right.
    return keyColumn === undefined
      ? { line, isDuplicate, ...check(made) }
      : { line, fault: 'an earlier row has the same key; give each row its own' };
  };

  let columns: Columns | undefined;
  for await (const row of readRows(file, { sheet, onSheet })) {
    if (!columns) {
      const unused = await unusedColumns(file, row, sheet);
      columns = matchColumns(row.cells, mailing.template, keyColumn, unused);
    } else yield checkAgainstOthers(row.line, messageOfRow(row, columns, mailing));
  }
  if (!columns) throw new Error(`${file} is empty; add a row of names, and a row for each message`);
}
