import { posix } from 'node:path';
import type { SpreadsheetRow } from '../row';
import { chooseSheet, type Reading } from './choose-sheet';
import { WorkbookError } from './workbook-error';
import { readFormats } from './xlsx-formats';
import { isTrue, SheetReader } from './xlsx-sheet';
import { readTexts } from './xlsx-texts';
import { readWholeXml, readXml, type Attributes } from './xml';
import type { Zip } from './zip';

/** Reads the rows of a sheet of an .xlsx file, each cell as a person sees it. */
export async function* readXlsx(zip: Zip, reading: Reading): AsyncGenerator<SpreadsheetRow> {
  const main = [...(await relationsOf(zip, '')).values()].find(({ type }) => type === 'officeDocument')?.target;
  const workbook = main ?? 'xl/workbook.xml';
  if (workbook.endsWith('.bin')) throw new WorkbookError('is a binary workbook (.xlsb); save it as .xlsx');
  const relations = await relationsOf(zip, workbook);
  const partOf = (type: string): string | undefined =>
    [...relations.values()].find((relation) => relation.type === type)?.target;

  let daysLate = 0;
  const sheets = await readWholeXml<Attributes>(await zip.read(workbook), (put) => ({
    open: (name, attributes) => {
      if (name === 'workbookPr' && isTrue(attributes['date1904'])) daysLate = 1462;
      if (name === 'sheet') put(attributes);
    },
  }));
  const { id = '' } = chooseSheet(
    sheets.map(({ name = '', id, state = 'visible' }) => ({ name, id, hidden: state !== 'visible' })),
    reading,
  );
  const shared = {
    texts: await readTexts(zip, partOf('sharedStrings')),
    formatOf: await readFormats(zip, partOf('styles')),
    daysLate,
  };
  yield* readXml<SpreadsheetRow>(
    await zip.read(relations.get(id)?.target ?? id),
    (put) => new SheetReader(put, shared),
  );
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

/** What a part of the file refers to, by id. */
async function relationsOf(zip: Zip, part: string): Promise<ReadonlyMap<string, Relation>> {
  const { dir, base } = posix.parse(part);
  const list = posix.join(dir, '_rels', `${base}.rels`);
  if (!zip.has(list)) return new Map();
  const relations = await readWholeXml<[string, Relation]>(await zip.read(list), (put) => ({
    open: (name, { Id = '', Type = '', Target = '' }) => {
      const target = posix.resolve('/', dir, Target).slice(1);
      if (name === 'Relationship') put([Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target }]);
    },
  }));
  return new Map(relations);
}
