import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkedRows, type CheckedRow } from '../../../bin/spreadsheet/spreadsheet';
import { templateOf } from '../../templates/templates';

const folder = mkdtempSync(join(tmpdir(), 'spreadsheet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const template = templateOf({ type: 'email', subject: 'For ((name))', body: '((text))' });

async function check(csv: string, name = 'march'): Promise<CheckedRow[]> {
  const file = join(folder, 'a.csv');
  writeFileSync(file, csv);
  const rows: CheckedRow[] = [];
  for await (const row of checkedRows({ file, template, name })) rows.push(row);
  return rows;
}

test('each row becomes a message or the error that Notify would give', async () => {
  const rows = await check(
    `email address,name,text\namala@example.com,Amala,hello\nben,Ben,hello\ncleo@example.com,,hello\nd@example.com,D,${'x'.repeat(900_000)}\n`,
  );
  expect(rows).toMatchObject([
    { line: 2, message: { emailAddress: 'amala@example.com' } },
    { line: 3, fault: 'email_address Not a valid email address' },
    { line: 4, fault: 'Missing personalisation: name' },
    { line: 5, message: { emailAddress: 'd@example.com' } },
  ]);
});

test('a mailing name that makes a key too long is reported on the row', async () => {
  const rows = await check('email address,name,text\na@example.com,A,b\n', 'x'.repeat(300));
  expect(rows).toEqual([{ line: 2, fault: expect.stringMatching(/^idempotencyKey /) }]);
});

test('a header alone gives no rows, and a file without a header is refused', async () => {
  expect(await check('email address,name,text\n')).toEqual([]);
  await expect(check('\n\n')).rejects.toThrow(/a\.csv is empty; add a row of names/);
});

describe('a repeated column', () => {
  const personalisationOf = async (csv: string) =>
    (await check(csv)).map(({ message, fault }) => (message?.type === 'email' ? message.personalisation : fault));

  test('that is empty in every row does not count, whichever it is', async () => {
    const [first] = await personalisationOf('name,email address,Name,text,NAME\n,a@example.com,Amala,hello, \n');
    expect(first).toEqual({ name: 'Amala', text: 'hello' });
  });

  test('that has a value in one row makes a list in every row', async () => {
    const csv = 'email address,name,text,name\na@example.com,Amala,hello,\nb@example.com,Ben,hello,Bird\n';
    expect(await personalisationOf(csv)).toMatchObject([{ name: ['Amala'] }, { name: ['Ben', 'Bird'] }]);
  });

  test('of recipients may be empty too, and two that are not are refused', async () => {
    const csv = 'email address,name,text,Email Address\na@example.com,Amala,hello,\n';
    expect(await check(csv)).toMatchObject([{ message: { emailAddress: 'a@example.com' } }]);
    await expect(check(`${csv},Ben,hello,b@example.com\n`)).rejects.toThrow('two columns "email address"');
  });

  test('counts once if none has a value', async () => {
    expect(await personalisationOf('email address,name,text,name\na@example.com,,hello,\n')).toEqual([
      'Missing personalisation: name',
    ]);
  });
});

test('a row that says the same as one before is distinguished from it', async () => {
  const rows = await check('email address,name,text\na@example.com,A,b\na@example.com,A,b\na@example.com,A,c\n');
  expect(rows.map(({ isDuplicate = false }) => isDuplicate)).toEqual([false, true, false]);
});

test('a malformed row is listed, and malformed names are refused with what they look like', async () => {
  expect(await check('email address,name,text\n"a"@example.com,A,b\na@example.com,A,b\n')).toMatchObject([
    { line: 2, fault: expect.stringMatching(/^a cell has text after its closing quote/) },
    { line: 3, message: { emailAddress: 'a@example.com' } },
  ]);
  await expect(check('"email address";"name"\n')).rejects.toThrow(
    /the first row cannot be read: .* separated by semicolons/,
  );
});
