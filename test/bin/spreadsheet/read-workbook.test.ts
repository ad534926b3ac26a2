import { strToU8, zipSync } from 'fflate';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readRows } from '../../../bin/spreadsheet/read-rows';
import type { SpreadsheetRow } from '../../../bin/spreadsheet/row';
import type { Reading } from '../../../bin/spreadsheet/workbook/choose-sheet';

const folder = mkdtempSync(join(tmpdir(), 'workbook-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function rowsOf(file: string, reading: Reading = {}): Promise<SpreadsheetRow[]> {
  const rows: SpreadsheetRow[] = [];
  for await (const row of readRows(resolve(__dirname, 'workbooks', file), reading)) rows.push(row);
  return rows;
}

/** The second row of a workbook by the names of the first. */
async function valuesOf(file: string): Promise<Record<string, string | undefined>> {
  const [names, values] = await rowsOf(file);
  return Object.fromEntries((names?.cells ?? []).map((name, place) => [name, values?.cells[place]]));
}

/** The rows of an .xlsx file of these cells, in the XML of a sheet. */
async function rowsOfXml(rows: string, more: Readonly<Record<string, string>> = {}): Promise<SpreadsheetRow[]> {
  const file = join(folder, 'made.xlsx');
  const parts = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': '<workbook><sheets><sheet name="A" r:id="r1" xmlns:r="r"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/a.xml"/>' +
      '<Relationship Id="r2" Type="x/sharedStrings" Target="/xl/texts.xml"/></Relationships>',
    'xl/texts.xml': '<sst/>',
    'xl/worksheets/a.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...more,
  };
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(text)]);
  writeFileSync(file, zipSync(Object.fromEntries(files)));
  return rowsOf(file);
}

describe('a workbook is read as a person sees it', () => {
  test('with the format of each cell of an .xlsx file, and all digits of every number', async () => {
    expect(await valuesOf('openpyxl.xlsx')).toEqual({
      'eleven digits': '07900900123',
      'five digits': '00123',
      date: '02/03/2026',
      'date of the machine': '02/03/2026',
      'date and time': '02 March 2026 14:05',
      time: '9:30 AM',
      percentage: '12.5%',
      money: '£1,234.50',
      accounting: '£1,234.50',
      'long number': '447900900123',
      'powers of ten': '447900900123',
      'number as text': '447900900123',
      sum: '0.3',
      truth: 'TRUE',
      error: '#N/A',
      'rich text': 'Amala Bird',
      'two lines': '1 High Street\nLondon',
    });
  });

  test('with what a formula came to', async () => {
    expect(await valuesOf('xlsxwriter.xlsx')).toEqual({ date: '02/03/2026', result: 'two', number: '5' });
  });

  test('where its days are counted from 1904', async () => {
    expect(await valuesOf('counted-from-1904.xlsx')).toEqual({ date: '02/03/2026', result: 'two', number: '5' });
  });

  test('with the text of each cell of an .ods file, and none of its comments', async () => {
    expect(await valuesOf('odfpy.ods')).toEqual({
      'power of ten': '447900900123',
      digits: '00123',
      date: '02/03/2026',
      'two lines': '1 High Street\nLondon',
      'no text': '02/03/2026',
    });
  });
});

test('empty rows are passed over and counted, and what stands beside the columns is left out', async () => {
  const [, , last] = await rowsOf('openpyxl.xlsx');
  expect(last).toEqual({ line: 5, cells: ['', 'after a gap', ...Array<string>(15).fill('')] });
  expect((await rowsOf('odfpy.ods')).slice(2)).toEqual([
    { line: 1_000_003, cells: ['same', 'same'] },
    { line: 1_000_004, cells: ['same', 'same'] },
  ]);
});

describe('of several sheets', () => {
  test('the first that is not hidden is read, and said', async () => {
    const onSheet = jest.fn();
    const [names] = await rowsOf('openpyxl.xlsx', { onSheet });
    expect(names?.cells[0]).toBe('eleven digits');
    expect(onSheet).toHaveBeenCalledWith('People');
  });

  test('another is read by its name', async () => {
    expect(await rowsOf('openpyxl.xlsx', { sheet: 'Other' })).toEqual([{ line: 1, cells: ['other'] }]);
  });

  test('one that is not there is refused with those that are', async () => {
    await expect(rowsOf('openpyxl.xlsx', { sheet: 'Children' })).rejects.toThrow(
      /openpyxl\.xlsx has no sheet "Children"; give one of "Hidden", "People", "Other"$/,
    );
  });
});

describe('an .xlsx file may be written in many ways', () => {
  test('with rows and cells that do not say where they are', async () => {
    const rows =
      '<row><c><v>1</v></c><c><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row><row><c><v>4</v></c></row>';
    expect(await rowsOfXml(rows)).toEqual([
      { line: 1, cells: ['1', '2'] },
      { line: 4, cells: ['', '3'] },
      { line: 5, cells: ['4'] },
    ]);
  });

  test('with texts in cells, with characters spelled out, and without how they are pronounced', async () => {
    const texts = '<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>ni</t></rPh></si></sst>';
    const cells =
      '<c t="s"><v>1</v></c><c t="inlineStr"><is><t>a_x000D_\nb</t></is></c><c t="str"><f>"x"</f><v>x</v></c>';
    expect(await rowsOfXml(`<row>${cells}</row>`, { 'xl/texts.xml': texts })).toEqual([
      { line: 1, cells: ['two', 'a\nb', 'x'] },
    ]);
  });

  test('with a prefix before every name, and dates as text', async () => {
    const sheet = '<x:worksheet xmlns:x="x"><x:row><x:c t="d"><x:v>2026-03-02</x:v></x:c></x:row></x:worksheet>';
    expect(await rowsOfXml('', { 'xl/worksheets/a.xml': sheet })).toEqual([{ line: 1, cells: ['46083'] }]);
  });

  test.each([
    ['a sheet that is missing', { 'xl/_rels/workbook.xml.rels': '<Relationships/>' }, /r1 is missing; save it again/],
    ['XML that is none', { 'xl/worksheets/a.xml': '<worksheet><row><c>secret' }, /is a damaged workbook/],
    [
      'no sheet to see',
      { 'xl/workbook.xml': '<workbook><sheet name="A" state="hidden"/></workbook>' },
      /only hidden sheets/,
    ],
    [
      'the parts of a binary workbook',
      {
        '_rels/.rels':
          '<Relationships><Relationship Id="a" Type="officeDocument" Target="xl/workbook.bin"/></Relationships>',
      },
      /is a binary workbook \(\.xlsb\); save it as \.xlsx/,
    ],
  ])('but not with %s', async (_, parts, message) => {
    await expect(rowsOfXml('', parts)).rejects.toThrow(message);
  });
});
