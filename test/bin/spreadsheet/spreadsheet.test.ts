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

test('each row is a message, or what Notify or the queue would say against it', async () => {
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

test('a name too long for a key is found out', async () => {
  const rows = await check('email address,name,text\na@example.com,A,b\n', 'x'.repeat(300));
  expect(rows).toEqual([{ line: 2, fault: expect.stringMatching(/^idempotencyKey /) }]);
});

test('names alone are no rows, and a file without them is refused', async () => {
  expect(await check('email address,name,text\n')).toEqual([]);
  await expect(check('\n\n')).rejects.toThrow(/a\.csv is empty; give it a row of names/);
});
