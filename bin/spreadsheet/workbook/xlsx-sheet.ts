import { isDateFormat } from 'numfmt';
import { rowOf, type SpreadsheetRow } from '../row';
import { displayedNumber, displayedText } from './displayed-number';
import type { FormatOfStyle } from './xlsx-formats';
import { TextReader } from './xlsx-texts';
import type { Attributes, XmlHandler } from './xml';

/** What the cells of a workbook have in common. */
export interface SharedByCells {
  readonly texts: readonly string[];
  readonly formatOf: FormatOfStyle;
  /** Days between 1 January 1900 and the day from which the workbook counts. */
  readonly daysLate: number;
}

/** Puts out the rows of a sheet. Rows and cells that do not say where they are follow on the one before. */
export class SheetReader implements XmlHandler {
  #line = 0;
  #cells: string[] = [];
  #place = 0;
  #cell: Attributes = {};
  readonly #text = new TextReader();

  constructor(
    private readonly put: (row: SpreadsheetRow) => void,
    private readonly shared: SharedByCells,
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
  { texts, formatOf, daysLate }: SharedByCells,
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

export const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true';

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
