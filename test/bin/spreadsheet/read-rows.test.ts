import { fc } from '../../properties';
import { zipSync } from 'fflate';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows } from '../../../bin/spreadsheet/read-rows';
import type { SpreadsheetRow } from '../../../bin/spreadsheet/row';

const folder = mkdtempSync(join(tmpdir(), 'rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function rowsOf(content: string | Buffer): Promise<SpreadsheetRow[]> {
  const file = join(folder, 'a.csv');
  writeFileSync(file, content);
  const rows: SpreadsheetRow[] = [];
  for await (const row of readRows(file)) rows.push(row);
  return rows;
}

test.each([
  ['\n', 'of Unix'],
  ['\r\n', 'of Windows'],
  ['\r', 'of old Macs'],
])('with the line endings %j %s, each row has the number of the line where it begins', async (end) => {
  const text = ['\ufeffname,code', '"Amala', 'Bird",1', '', ' , ', 'Ben , 2', '"say ""hi"", Cleo",3,more'].join(end);
  expect(await rowsOf(text)).toEqual([
    { line: 1, cells: ['name', 'code'] },
    { line: 2, cells: ['Amala\nBird', '1'] },
    { line: 6, cells: ['Ben', '2'] },
    { line: 7, cells: ['say "hi", Cleo', '3', 'more'] },
  ]);
});

test('line endings and characters that span two chunks of the file are read whole', async () => {
  const piece = 64 * 1024;
  const rows = await rowsOf(`${'a'.repeat(piece - 1)}\r\n${'é'.repeat(piece)}\r\nend`);
  expect(rows.map(({ line, cells }) => [line, cells[0]?.length])).toEqual([
    [1, piece - 1],
    [2, piece],
    [3, 3],
  ]);
});

test('an empty file has no rows', async () => {
  expect(await rowsOf('')).toEqual([]);
});

const advice = 'put quotes around a cell that has a comma, quote or line break, and double the quotes inside it';
const notClosed = `a quote is not closed; ${advice}`;
const moreAfterQuote = `a cell has text after its closing quote; ${advice}`;

test.each([
  ['a quote that nobody closed', 'a,b\n1,"secret\n2,3\n', notClosed],
  ['one that a quote further down seems to close', 'a,b\n1,"secret\n2,3\n4,"5"\n', moreAfterQuote],
  ['a cell that goes on after its quotes', 'a,b\n"x"secret,1\n2,3\n', moreAfterQuote],
  ['a cell of two quoted parts', 'a,b\n"x" "secret",1\n2,3\n', moreAfterQuote],
])('a row with %s is faulty, and the line after it is a row again', async (_, content, fault) => {
  const [, faulty, next] = await rowsOf(content);
  expect(faulty).toMatchObject({ line: 2, fault });
  expect(next).toEqual({ line: 3, cells: ['2', '3'] });
});

test('after a quote that nobody closed every line is a row, however many there are', async () => {
  const rows = await rowsOf(`a\n"${'secret\n'.repeat(200_000)}`);
  expect(rows.length).toBe(200_001);
  expect(rows.filter(({ fault }) => fault !== undefined)).toMatchObject([{ line: 2, fault: notClosed }]);
});

test('a quote within a cell that does not begin with one is text', async () => {
  const rows = await rowsOf('a,b\n="07900900123",the "big" one\n5\' 6",it is 6" x 4"\n');
  expect(rows.slice(1).map(({ cells }) => cells)).toEqual([
    ['="07900900123"', 'the "big" one'],
    ['5\' 6"', 'it is 6" x 4"'],
  ]);
});

test('a line that is too long to be a row is faulty', async () => {
  const rows = await rowsOf(`a\n${'x'.repeat(3_000_000)}\nb\n`);
  expect(rows).toMatchObject([
    { line: 1 },
    { line: 2, fault: 'it has more than 1,000,000 characters; delete it' },
    { line: 3, cells: ['b'] },
  ]);
});

test.each([
  ['sep=;', ';'],
  ['\ufeffsep=\t', '\t'],
  ['SEP=,', ','],
  ['"sep=|"', '|'],
])('a first line %j says what stands between cells, and counts as a line', async (first, mark) => {
  expect(await rowsOf(`${first}\r\na${mark}b\r\n1${mark}"2${mark}3"\r\n`)).toEqual([
    { line: 2, cells: ['a', 'b'] },
    { line: 3, cells: ['1', `2${mark}3`] },
  ]);
});

test.each([
  '\u200b',
  '\ufeff',
  '\u00ad',
  '\u2060',
  '\u200e',
  '\u3164',
  '\ufe0f',
  '\u2800',
  ' \u200d\u00a0',
  '" "',
  '\0',
  '\u{e0041}',
])('a cell of %j alone has no value, and a row of such cells is none', async (cell) => {
  const rows = await rowsOf(`a,b\n${cell},${cell}\n${cell},x${cell.replaceAll('"', '')}y\n`);
  expect(rows.slice(1)).toEqual([{ line: 3, cells: ['', `x${cell.replaceAll('"', '')}y`] }]);
});

test('lines with and without quotes are read alike', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\t', '\u00a0', '\u2003', '\ufeff', '\f', ';') });
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 4 }), async (cells) => {
      const line = cells.join(',');
      const [plain, quoted] = await rowsOf(`${line},end\n${line},"end"\n`);
      expect(quoted?.cells).toEqual(plain?.cells);
    }),
  );
});

test.each([
  ['text in another encoding', Buffer.from('name\nAm\xe9lie secret', 'latin1'), /is not in UTF-8/],
  ['an encoded letter that is cut short', Buffer.from('6ec3', 'hex'), /is not in UTF-8/],
  [
    'an old workbook',
    Buffer.from('d0cf11e0a1b11ae1736563726574', 'hex'),
    /is an old workbook \(\.xls\) or has a password/,
  ],
  [
    'an archive of something else',
    Buffer.from(zipSync({ 'secret.txt': new Uint8Array(3) })),
    /is not an \.xlsx or \.ods file/,
  ],
  [
    'an archive that is cut short',
    Buffer.from(zipSync({ 'secret.txt': new Uint8Array(3) })).subarray(0, 40),
    /is a damaged workbook/,
  ],
])('%s is refused, and the error shows nothing from the file', async (_, content, message) => {
  const error: unknown = await rowsOf(content).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: expect.stringMatching(message) });
  expect(String(error)).not.toContain('secret');
});
