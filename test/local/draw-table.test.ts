import { stripVTControlCharacters } from 'node:util';
import { drawTable } from '../../local/draw-table';

const columns = [
  { head: 'what', width: 28, least: 13 },
  { head: 'state', width: 20, least: 14 },
  { head: 'why', width: 60, least: 17 },
];
const word = 'no-such-file-of-a-very-long-name-that-goes-on-and-on-and-on-for-ever.jsonl';
const rows = [
  ['letter that comes back', { text: 'failed (validation)', colour: 'red' }, 'Notify says validation-failed'],
  ['email', 'delivered', word],
] as const;

/** What is seen of it. */
const linesOf = (text: string): readonly string[] => stripVTControlCharacters(text).split('\n');

describe('a table', () => {
  test.each([50, 59, 79, 119, undefined])('is no wider than %s, and nothing in it is cut', (width) => {
    const lines = linesOf(drawTable(columns, rows, width));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width ?? 112);
    expect(lines.join('\n')).not.toContain('…');
    const why = lines.map((line) => line.split('│')[3]?.trim() ?? '');
    expect(why.join('')).toContain(word);
    const state = lines.map((line) => line.split('│')[2]?.trim() ?? '').filter(Boolean);
    expect(state.join(' ')).toBe('state failed (validation) delivered');
  });

  test('is as wide as its columns are where there is room for that', () => {
    expect(linesOf(drawTable(columns, rows))[0]).toHaveLength(28 + 20 + 60 + 4);
  });

  test('has colour where it is asked for, in each line of a cell', () => {
    expect(drawTable(columns, rows, 59).split('\u001b[31m')).toHaveLength(3);
  });
});
