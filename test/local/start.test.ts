import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runLocally } from '../../local/run-locally';
import { defaultWorld, describeWorld } from '../../lib/testing';
import { captured, type Ended } from '../captured';

const repository = resolve(__dirname, '../..');

interface Delivery {
  readonly labels: readonly string[];
  readonly type: string;
  readonly state: string;
  readonly failure?: string;
  readonly reason?: string;
  readonly accepted_by_notify: number;
  readonly seconds: number;
  readonly pdf_key?: string;
  readonly delivery_id: string;
}

/** The program that people run, in a process of its own. */
function run(...options: readonly string[]) {
  return spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', ...options], { cwd: repository });
}

function startProgram(...options: readonly string[]): Promise<Ended> {
  const child = run(...options);
  let output = '';
  let errors = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', (code) => settle({ code, output, errors }));
  });
}

/** The same in this process, where what it needs is loaded once. */
const start = (...options: readonly string[]): Promise<Ended> => captured(process.env, () => runLocally(options));

const readDeliveries = ({ output }: Ended): Delivery[] =>
  output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Delivery);

function withFile<Result>(text: string, use: (file: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'messages-'));
  const file = join(folder, 'messages.jsonl');
  writeFileSync(file, text);
  return use(file).finally(() => rmSync(folder, { recursive: true }));
}

const officeClosed = {
  type: 'sms',
  template_id: '50000000-0000-4000-8000-000000000002',
  phone_number: '07700900123',
};

describe('npm start', () => {
  test('every sample message reaches its final state, is sent once, and the program exits', async () => {
    const ended = await startProgram('--json');

    expect(ended.errors).toBe('');
    expect(ended.code).toBe(0);
    const ends = readDeliveries(ended).map(({ labels, state, failure, accepted_by_notify }) => [
      labels.join(' + '),
      failure ? `${state} ${failure}` : state,
      accepted_by_notify,
    ]);
    expect(ends).toEqual([
      ['email + the same email again', 'delivered', 1],
      ['email with a file', 'delivered', 1],
      ['text message', 'delivered', 1],
      ['urgent text message', 'delivered', 1],
      ['letter', 'delivered', 1],
      ['letter that comes back', 'failed returned', 1],
      ['precompiled letter', 'delivered', 1],
      ['email that will not arrive', 'failed permanent', 1],
      ['email without the time', 'rejected', 0],
      ['text without a number', 'rejected', 0],
      ['email for later', 'delivered', 1],
    ]);
    const kept = readDeliveries(ended).filter(({ pdf_key }) => pdf_key !== undefined);
    expect(kept.map(({ labels }) => labels[0])).toEqual(['letter', 'letter that comes back', 'precompiled letter']);
    for (const { pdf_key, delivery_id } of kept) expect(pdf_key).toBe(`letters/${delivery_id}.pdf`);
  }, 60_000);

  test('messages are shown on their way, then a table says what happened to each and why', async () => {
    const { output, code } = await start();

    expect(code).toBe(0);
    expect(output).toMatch(/\+[01]s {2}sent +urgent text message/);
    expect(output).toMatch(/\+[56]s {2}delivered +email \(by Notify's callback\)/);
    expect(output).toMatch(/\+1h {2}delivered +letter that comes back$/m);
    expect(output).toMatch(/\+2m(?: 1s)? {2}PDF stored +letter$/m);
    expect(output).toMatch(/\+14d {2}failed +letter that comes back \(by Notify's callback\)/);
    expect(output).toMatch(/\+[01]s {2}received +text STOP \(by Notify's callback\)/);
    expect(output).toMatch(/text STOP +│ received/);
    expect(output).toMatch(/what +│ state +│ how long +│ why/);
    expect(output).toMatch(/email without the time +│ rejected .*Missing/);
    expect(output).toMatch(/text without a number +│ rejected .*phone_number is missing/);
    expect(output).toMatch(/^The samples go through the pipeline on this machine\.\n/);
    expect(output).toMatch(/\nWhat next:\n {2}npm start -- --messages --help\n[^]*npm run deploy:local\n/);
    expect(output).not.toContain('\u001b');
  }, 60_000);

  test('explains itself, and which ids messages of your own can name', async () => {
    const { output, code, errors } = await start('--messages', '--help');

    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/^npm start -- /);
    expect(output).toContain(describeWorld(defaultWorld()));
    const example = output.split('\n').find((line) => line.startsWith('{')) ?? '';
    const ended = await withFile(example, (file) => start('--json', '--messages', file));
    expect(readDeliveries(ended)).toMatchObject([{ type: 'sms', state: 'delivered' }]);
  }, 60_000);

  test('messages from a file are sent, lines that cannot be read are reported, and the exit code is 0', async () => {
    const lines = ['\u{feff}{"type":"sms"}', 'not JSON', '', JSON.stringify(officeClosed), '{"type":"fax"}'].join('\n');
    const ended = await withFile(lines, (file) => start('--json', '--messages', file));

    expect(readDeliveries(ended)).toMatchObject([{ labels: ['line 4: sms'], type: 'sms', state: 'delivered' }]);
    expect(ended.errors).toMatch(/^line 1: template_id is missing; phone_number is missing$/m);
    expect(ended.errors).toMatch(/^line 2: the message is not JSON/m);
    expect(ended.errors).toMatch(/^line 5: type must be one of/m);
    expect(ended.code).toBe(0);
  }, 60_000);

  test('the exit code is 0 when the reader of the output stops reading', async () => {
    const child = run();
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((settle) => child.once('close', settle));

    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  }, 60_000);

  test('a file with nothing that can be sent fails', async () => {
    const { code, errors, output } = await withFile('\n{"type":"fax"}\n', (file) => start('--messages', file));

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors.split('\n')[0]).toMatch(/^line 2: type must be one of/);
    expect(errors).toContain('there is nothing to send; give a file with a message in it');
  });

  test('a file that does not exist fails and is named in the error', async () => {
    const { code, errors } = await startProgram('--messages', 'no-such-file.jsonl');

    expect(code).toBe(1);
    expect(errors).toMatch(/no-such-file\.jsonl cannot be read \(ENOENT\); give a file of queue messages/);
  }, 60_000);

  test('a spreadsheet is sent with its progress shown, rows that cannot be sent are listed, and the exit code is 0', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `07900 900${100 + row},${row}`);
    const csv = ['Phone Number,CODE', ...rows, rows[0], '0770,1', '07900 900123,'].join('\n');
    await withFile(csv, async (file) => {
      const ended = await start('--csv', file, '--template', 'Security code');
      expect(ended.code).toBe(0);
      expect(ended.errors).toBe('line 43: phone_number Not enough digits\nline 44: Missing personalisation: code\n');
      expect(ended.output).toMatch(/^1 row is the same as an earlier row; rows that are the same are sent once\n/);
      expect(ended.output).toMatch(/█{24} +100 % +40 of 40 +[\d,]+ a second +done\n/);
      expect(ended.output).toMatch(/│ delivered +│ 40 +│ Notify says delivered/);
    });
  }, 60_000);

  test('a spreadsheet for an unknown template exits with code 1', async () => {
    await withFile('phone number,code\n', async (file) => {
      const { code, output, errors } = await start('--csv', file, '--template', 'Codes');
      expect({ code, output }).toEqual({ code: 1, output: '' });
      expect(errors).toBe('the service has no template "Codes"; give the name or ID of one of its templates\n');
    });
  }, 60_000);
});
