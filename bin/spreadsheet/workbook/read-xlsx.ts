import { posix } from 'node:path';
import { isDateFormat } from 'numfmt';
import { rowOf, type Row } from '../row';
import { displayedNumber, displayedText } from './displayed-number';
import { chooseSheet, type Reading } from './choose-sheet';
import { WorkbookError } from './workbook-error';
import { readFormats, type FormatOfStyle } from './xlsx-formats';
import { readWholeXml, readXml, type Attributes, type XmlHandler } from './xml';
import type { Zip } from './zip';

/** How cells are shown that have something in common with others. */
interface Shared {
  readonly texts: readonly string[];
  readonly formatOf: FormatOfStyle;
  /** Days between 1 January 1900 and the day from which the workbook counts. */
  readonly daysLate: number;
}

/** Reads the rows of a sheet of an .xlsx file, each cell as a person sees it. */
export async function* readXlsx(zip: Zip, reading: Reading): AsyncGenerator<Row> {
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
  yield* readXml<Row>(await zip.read(relations.get(id)?.target ?? id), (put) => new SheetReader(put, shared));
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

async function readTexts(zip: Zip, part: string | undefined): Promise<string[]> {
  if (part === undefined) return [];
  return readWholeXml<string>(await zip.read(part), (put) => {
    const text = new TextReader();
    return {
      open: (name) => {
        if (name === 'si') text.clear();
        text.open(name);
      },
      text: (more) => text.text(more),
      close: (name) => {
        text.close(name);
        if (name === 'si') put(text.content);
      },
    };
  });
}

/** Puts the runs of a text together, without what tells how to pronounce it. */
class TextReader implements XmlHandler {
  content = '';
  #isText = false;
  #isPronunciation = false;

  clear(): void {
    this.content = '';
  }

  open(name: string): void {
    if (name === 'rPh') this.#isPronunciation = true;
    if (name === 't' || name === 'v') this.#isText = !this.#isPronunciation;
  }

  text(more: string): void {
    if (this.#isText) this.content += more;
  }

  close(name: string): void {
    if (name === 'rPh') this.#isPronunciation = false;
    if (name === 't' || name === 'v') this.#isText = false;
  }
}

/** Puts out the rows of a sheet. Rows and cells that do not say where they are follow on the one before. */
class SheetReader implements XmlHandler {
  #line = 0;
  #cells: string[] = [];
  #place = 0;
  #cell: Attributes = {};
  readonly #text = new TextReader();

  constructor(
    private readonly put: (row: Row) => void,
    private readonly shared: Shared,
  ) {}

  open(name: string, attributes: Attributes): void {
    if (name === 'row') {
      this.#line = Number(attributes['r'] ?? this.#line + 1);
      this.#cells = [];
      this.#place = 0;
    }
    if (name === 'c') {
      this.#place = placeOf(attributes['r']) ?? this.#place;
      this.#cell = attributes;
      this.#text.clear();
    }
    this.#text.open(name);
  }

  text(more: string): void {
    this.#text.text(more);
  }

  close(name: string): void {
    this.#text.close(name);
    if (name === 'c') {
      while (this.#cells.length < this.#place) this.#cells.push('');
      this.#cells[this.#place] = shown(this.#cell, this.#text.content, this.shared).trim();
      this.#place += 1;
    }
    if (name === 'row') this.put(rowOf(this.#line, this.#cells));
  }
}

/** What a person sees in a cell. */
function shown(
  { t: type = 'n', s: style }: Attributes,
  content: string,
  { texts, formatOf, daysLate }: Shared,
): string {
  const format = formatOf(style);
  switch (type) {
    case 's':
      return displayedText(unescaped(texts[Number(content)] ?? ''), format);
    case 'str':
    case 'inlineStr':
      return displayedText(unescaped(content), format);
    case 'b':
      return isTrue(content) ? 'TRUE' : 'FALSE';
    case 'd':
      return displayedNumber(daysSince1900(content), format);
    case 'n':
      return content === '' ? '' : displayedNumber(Number(content) + (isDateFormat(format) ? daysLate : 0), format);
    default:
      return content;
  }
}

/** Characters that XML cannot hold are spelled out. */
const unescaped = (text: string): string =>
  text
    .replaceAll(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replaceAll(/\r\n?/g, '\n');

const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true';

/** A date as text, which Excel itself never writes, as it counts days. */
const daysSince1900 = (text: string): number =>
  Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`.replace(/^([\d-]{10})Z$/, '$1T00:00Z')) / 86_400_000 +
  25_569;

/** The column of a cell, from 0, by the letters of its name: they count like digits of which there are 26. */
function placeOf(name: string | undefined): number | undefined {
  const [letters = ''] = /^[A-Z]{1,3}/.exec(name ?? '') ?? [];
  if (letters === '') return undefined;
  return Array.from(letters, (letter) => letter.charCodeAt(0) - 64).reduce((sum, digit) => sum * 26 + digit, 0) - 1;
}
