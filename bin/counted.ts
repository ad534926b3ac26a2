/** A number as it is written in English. */
export const counted = (count: number): string => count.toLocaleString('en-GB');

/** How many there are of something: 1 row, 1,000 rows. */
export const countOf = (count: number, one: string): string => `${counted(count)} ${one}${count === 1 ? '' : 's'}`;
