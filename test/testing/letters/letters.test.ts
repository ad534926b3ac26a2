import { letterPages, pagesInPdf } from '../../../lib/testing/letters/letter-pages';
import { inflateSync } from 'node:zlib';
import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';

const lines = (count: number) => Array.from({ length: count }, (_, line) => `line ${line}`).join('\n');

test.each([
  [1, 1],
  [34, 1],
  [35, 2],
  [86, 2],
  [87, 3],
])('%i lines fill %i pages', (count, pages) => {
  expect(letterPages(lines(count))).toHaveLength(pages);
});

test('long lines break at spaces, and long words break where they must', () => {
  const [page] = letterPages(`${'word '.repeat(40)}\n${'x'.repeat(100)}`);
  expect(page?.every((line) => line.length <= 86)).toBe(true);
  expect(page?.join('').replaceAll(' ', '')).toBe('word'.repeat(40) + 'x'.repeat(100));
});

test('the PDF of a letter has the right number of pages, and is the same each time', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendLetter({
    templateId: ids.letter,
    personalisation: { ...licence, name: lines(60) },
  });
  await expect(client().getLetterPdf(id)).rejects.toMatchObject({ details: [{ error: 'PDFNotReadyError' }] });
  await standIn.tick(2000);
  const pdf = await client().getLetterPdf(id);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').trimEnd().endsWith('%%EOF')).toBe(true);
  expect(pagesInPdf(pdf)).toBe(2);
  expect(await client().getLetterPdf(id)).toEqual(pdf);
});

test('Welsh and other letters of the Latin alphabet are in a letter’s PDF as they are', async () => {
  const { standIn, client } = standInAt();
  const name = 'Siân Ŵyn Ŷ ŵ ŷ ẁ ẃ ẅ ỳ Łódź Şükrü Ærøskøbing Ngũgĩ Nguyễn Lǐ';
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation: { ...licence, name } });
  await standIn.tick(2000);
  const written = charactersIn(await client().getLetterPdf(id));
  expect(Array.from(name).filter((character) => !written.has(character))).toEqual([]);
});

test('a letter whose accent comes as a character by itself is in a letter’s PDF as one', async () => {
  const { standIn, client } = standInAt();
  const personalisation = { ...licence, name: 'Ŵyn'.normalize('NFD') };
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation });
  await standIn.tick(2000);
  expect(charactersIn(await client().getLetterPdf(id))).toContain('Ŵ');
});

/** The characters that the fonts of a PDF say they show. */
function charactersIn(pdf: Buffer): Set<string> {
  const streams = pdf.toString('latin1').matchAll(/stream\r?\n([^]*?)\r?\nendstream/g);
  const texts = Array.from(streams, ([, stream = '']) => inflateSync(Buffer.from(stream, 'latin1')).toString('latin1'));
  const maps = texts.filter((text) => text.includes('beginbfrange'));
  const codes = maps.flatMap((map) => [...map.matchAll(/<([0-9a-f]{4})>/gi)].map(([, code = '']) => code));
  return new Set(codes.map((code) => String.fromCodePoint(Number.parseInt(code, 16))));
}

test('the PDF of a letter takes a while with a test key too', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client('test').sendLetter({ templateId: ids.letter, personalisation: licence });
  await expect(client('test').getLetterPdf(id)).rejects.toMatchObject({ details: [{ error: 'PDFNotReadyError' }] });
  await standIn.tick(2000);
  expect((await client('test').getLetterPdf(id)).subarray(0, 5).toString()).toBe('%PDF-');
});

test('the PDF of a precompiled letter is what was sent, even if that is not a PDF', async () => {
  const { standIn, client } = standInAt();
  const content = Buffer.from('hello');
  const { id } = await client().sendPrecompiledLetter({ reference: 'r', content });
  await standIn.tick(10_000);
  expect(await client().getNotification(id)).toMatchObject({ status: 'validation-failed' });
  expect(await client().getLetterPdf(id)).toEqual(content);
});

test.each([
  ['virus-scan-failed', 'File did not pass the virus scan'],
  ['technical-failure', 'PDF not available for letters in status technical-failure'],
] as const)('a letter that ends as %s has no PDF', async (ending, message) => {
  const { standIn, client } = standInAt('2026-03-02T09:00:00.000Z', { statusDelays: { printed: 0 } });
  const { id } = await client().sendPrecompiledLetter({ reference: 'r', content: Buffer.from('%PDF-') });
  standIn.control.endAs({ id }, ending);
  await standIn.tick(10_000);
  await expect(client().getLetterPdf(id)).rejects.toMatchObject({
    status: 400,
    details: [{ error: 'BadRequestError', message }],
  });
});

test('a letter costs what its sheets cost, once its PDF is ready', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendLetter({
    templateId: ids.letter,
    personalisation: { ...licence, name: lines(100) },
  });
  expect(await client().getNotification(id)).toMatchObject({
    is_cost_data_ready: false,
    cost_in_pounds: null,
    cost_details: {},
  });
  await standIn.tick(2000);
  const [, twoSheets] = standIn.world.prices.letter.second;
  expect(await client().getNotification(id)).toMatchObject({
    is_cost_data_ready: true,
    cost_in_pounds: twoSheets,
    cost_details: { billable_sheets_of_paper: 2, postage: 'second' },
  });
});

test('the postage of a letter abroad depends on the country', async () => {
  const { client } = standInAt();
  const send = async (country: string) => {
    const { id } = await client().sendLetter({
      templateId: ids.letter,
      personalisation: { ...licence, address_line_3: country },
    });
    return (await client().getNotification(id)).postage;
  };
  expect([await send('France'), await send('Japan'), await send('SW1A 1AA')]).toEqual([
    'europe',
    'rest-of-world',
    'second',
  ]);
});
