import { countOf } from '../counted';

// What is said of a spreadsheet that is read, beside what is wrong with its rows.

export const duplicateRows = (count: number): string =>
  `${countOf(count, 'row')} ${count === 1 ? 'is' : 'are'} the same as an earlier row; rows that are the same are sent once`;

export const sheetRead = (name: string): string => `reading its sheet "${name}"; to read another, use --sheet NAME`;
