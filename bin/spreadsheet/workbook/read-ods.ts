import { isEmpty, rowOf, type SpreadsheetRow } from '../row';
import { chooseSheet, type Reading } from './choose-sheet';
import { displayedNumber } from './displayed-number';
import { readXml, type Attributes, type XmlHandler } from './xml';
import type { Zip } from './zip';

const content = 'content.xml';
const whole = (name: string): string => name;

/** Reads the rows of a sheet of an .ods file, which holds what a person sees in each cell beside its value. */
export async function* readOds(zip: Zip, reading: Reading): AsyncGenerator<SpreadsheetRow> {
  const sheets: { name: string; hidden: boolean; place: number }[] = [];
  const hiddenStyles = new Set<string | undefined>();
  let style: string | undefined;
  const listing: XmlHandler = {
    open: (name, attributes) => {
      if (name === 'style:style') style = attributes['style:name'];
      if (name === 'style:table-properties' && attributes['table:display'] === 'false') hiddenStyles.add(style);
      if (name !== 'table:table') return;
      const hidden = hiddenStyles.has(attributes['table:style-name']);
      sheets.push({ name: attributes['table:name'] ?? '', hidden, place: sheets.length });
    },
  };
  for await (const none of readXml(await zip.read(content), () => listing, whole)) void none;
  const { place } = chooseSheet(sheets, reading);
  yield* readXml<SpreadsheetRow>(await zip.read(content), (put) => new SheetReader(put, place), whole);
}

/** What stands in a cell, and is not what a person reads in it. */
const besides = new Set(['office:annotation', 'table:shapes', 'draw:frame', 'draw:custom-shape', 'text:ruby-text']);
/** As many rows as a sheet has: what asks for more is no sheet. */
const mostRepeated = 1_048_576;

/** Puts out the rows of one of the sheets. */
class SheetReader implements XmlHandler {
  /** The sheet that it is in, from 0. */
  #sheet = -1;
  #line = 1;
  #repeated = 1;
  #cells: string[] = [];
  /** Cells without a value, which count only if one with a value comes after them. */
  #gap = 0;
  #cell: Attributes = {};
  #text: string | undefined;
  #isParagraph = false;
  #passedOver = 0;

  constructor(
    private readonly put: (row: SpreadsheetRow) => void,
    private readonly wanted: number,
  ) {}

  open(name: string, attributes: Attributes): void {
    if (name === 'table:table') this.#sheet += 1;
    if (this.#sheet !== this.wanted) return;
    if (besides.has(name)) this.#passedOver += 1;
    if (this.#passedOver > 0) return;
    if (name === 'table:table-row') {
      this.#repeated = timesOf(attributes['table:number-rows-repeated']);
      this.#cells = [];
      this.#gap = 0;
    } else if (isCell(name)) {
      this.#cell = attributes;
      this.#text = undefined;
    } else if (name === 'text:p') {
      this.#text = this.#text === undefined ? '' : `${this.#text}\n`;
      this.#isParagraph = true;
    } else if (name === 'text:s') {
      this.text(' '.repeat(timesOf(attributes['text:c'])));
    } else if (name === 'text:tab') {
      this.text('\t');
    } else if (name === 'text:line-break') {
      this.text('\n');
    }
  }

  text(more: string): void {
    if (this.#isParagraph && this.#passedOver === 0) this.#text += more;
  }

  close(name: string): void {
    if (this.#sheet !== this.wanted) return;
    if (besides.has(name)) this.#passedOver -= 1;
    else if (this.#passedOver > 0) return;
    else if (name === 'text:p') this.#isParagraph = false;
    else if (isCell(name)) this.#endCell();
    else if (name === 'table:table-row') this.#endRow();
  }

  #endCell(): void {
    const repeated = timesOf(this.#cell['table:number-columns-repeated']);
    const cell = shown(this.#cell, this.#text).trim();
    if (cell === '') {
      this.#gap += repeated;
      return;
    }
    this.#cells.push(...Array<string>(this.#gap).fill(''), ...Array<string>(repeated).fill(cell));
    this.#gap = 0;
  }

  #endRow(): void {
    const row = rowOf(this.#line, this.#cells);
    const times = isEmpty(row) ? 0 : this.#repeated;
    for (let index = 0; index < times; index += 1) this.put({ ...row, line: this.#line + index });
    this.#line += this.#repeated;
  }
}

const isCell = (name: string): boolean => name === 'table:table-cell' || name === 'table:covered-table-cell';

const timesOf = (text = '1'): number => Math.min(Number(text), mostRepeated);

/** What a person sees in a cell. Some programs write a value only. */
function shown(cell: Attributes, text: string | undefined): string {
  const value = cell['office:value'];
  if (value !== undefined && (text === undefined || /^-?\d([.,]\d+)?E[+-]?\d+$/i.test(text))) {
    return displayedNumber(Number(value), cell['office:value-type'] === 'percentage' ? '0.##%' : 'General');
  }
  return (
    text ??
    cell['office:string-value'] ??
    dateShown(cell['office:date-value']) ??
    cell['office:boolean-value']?.toUpperCase() ??
    ''
  );
}

const dateShown = (date: string | undefined): string | undefined =>
  date?.replace(
    /^(\d+)-(\d\d)-(\d\d)(?:T(\d\d:\d\d).*)?$/,
    (_, year: string, month: string, day: string, time?: string) =>
      [`${day}/${month}/${year}`, time].filter(Boolean).join(' '),
  );
