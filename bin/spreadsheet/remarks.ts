import { counted } from '../progress-bar';

// What is said of a spreadsheet that is read, beside what is wrong with its rows.

export const rowsCounted = (count: number): string => `${counted(count)} ${count === 1 ? 'row' : 'rows'}`;

export const duplicateRows = (count: number): string =>
  `${rowsCounted(count)} ${count === 1 ? 'is' : 'are'} the same as an earlier row; rows that are the same are sent once`;

export const sheetRead = (name: string): string => `reading its sheet "${name}"; to read another, use --sheet NAME`;
