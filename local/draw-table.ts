import Table from 'cli-table3';
import { coloured, type Colour } from '../bin/terminal';

export interface TextColumn {
  readonly head: string;
  /** In characters, where there is room for it. */
  readonly width: number;
  /** With less nothing can be read. */
  readonly least: number;
}

/** A text, or one in a colour. */
export type Cell = string | { readonly text: string; readonly colour: Colour };

/** What stands beside the text of a cell. */
const padding = 2;

/** A table that is no wider than it may be. Its columns give way by what each can spare, and long words are broken. */
export function drawTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly Cell[])[],
  width = Infinity,
): string {
  const colWidths = widthsOf(columns, width);
  const table = new Table({
    head: columns.map(({ head }) => head),
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    wordWrap: true,
    colWidths,
  });
  for (const row of rows) {
    table.push(row.map((cell, place) => drawn(cell, (colWidths[place] ?? 0) - padding)));
  }
  return table.toString();
}

function widthsOf(columns: readonly TextColumn[], width: number): number[] {
  const edges = columns.length + 1;
  const missing = Math.max(0, total(columns.map((column) => column.width)) + edges - width);
  const spare = columns.map((column) => column.width - column.least);
  const part = Math.min(1, missing / total(spare));
  return columns.map((column, place) => column.width - Math.ceil(part * (spare[place] ?? 0)));
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

function drawn(cell: Cell, width: number): string {
  if (typeof cell === 'string') return breakWords(cell, width);
  return coloured(breakWords(cell.text, width), cell.colour);
}

/** Where a word is longer than its column, the table would cut it off. */
const breakWords = (text: string, width: number): string =>
  text.replaceAll(new RegExp(`\\S{${width}}(?=\\S)`, 'g'), '$& ');
