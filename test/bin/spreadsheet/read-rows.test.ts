import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows, type Row } from '../../../bin/spreadsheet/read-rows';

const folder = mkdtempSync(join(tmpdir(), 'rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function rowsOf(content: string | Buffer): Promise<Row[]> {
  const file = join(folder, 'a.csv');
  writeFileSync(file, content);
  const rows: Row[] = [];
  for await (const row of readRows(file)) rows.push(row);
  return rows;
}

test.each([
  ['\n', 'of Unix'],
  ['\r\n', 'of Windows'],
  ['\r', 'of old Macs'],
])('with the line ends %j %s, each row has the line where it begins', async (end) => {
  const text = ['\ufeffname,code', '"Amala', 'Bird",1', '', ' , ', 'Ben , 2', '"say ""hi"", Cleo",3,more'].join(end);
  expect(await rowsOf(text)).toEqual([
    { line: 1, cells: ['name', 'code'] },
    { line: 2, cells: ['Amala\nBird', '1'] },
    { line: 6, cells: ['Ben', '2'] },
    { line: 7, cells: ['say "hi", Cleo', '3', 'more'] },
  ]);
});

test('line ends and letters that lie across the pieces in which a file is read are whole', async () => {
  const piece = 64 * 1024;
  const rows = await rowsOf(`${'a'.repeat(piece - 1)}\r\n${'é'.repeat(piece)}\r\nend`);
  expect(rows.map(({ line, cells }) => [line, cells[0]?.length])).toEqual([
    [1, piece - 1],
    [2, piece],
    [3, 3],
  ]);
});

test('a file without a row has none', async () => {
  expect(await rowsOf('')).toEqual([]);
});

test.each([
  ['a quote that nobody closed', 'a,b\n1,"secret\n2,3\n', /no CSV, in line 3 or before \(CSV_QUOTE_NOT_CLOSED\)/],
  [
    'one in a file too big to read on',
    `a\n"${'secret\n'.repeat(200_000)}`,
    /no CSV, in line \d+ or before \(CSV_MAX_RECORD_SIZE\)/,
  ],
  ['a quote within a value', 'a\n"x"secret\n', /no CSV, in line 2 or before \(CSV_/],
  ['text in another encoding', Buffer.from('name\nAm\xe9lie secret', 'latin1'), /is not in UTF-8/],
  ['an encoded letter that is cut short', Buffer.from('6ec3', 'hex'), /is not in UTF-8/],
])('%s is refused, and nothing of the file is shown', async (_, content, message) => {
  const error: unknown = await rowsOf(content).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: expect.stringMatching(message) });
  expect(String(error)).not.toContain('secret');
});
