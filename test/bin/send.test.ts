import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiKey, defaultWorld, NotifyStandIn, type Listening } from '../../lib/testing';
import { noAws, repository, runHere, runWatched, runWith, type Ended } from './program';
import { SqsServer } from './sqs-server';

// Some tests start a process or two.
jest.setTimeout(30_000);

let standIn: NotifyStandIn;
let notify: Listening;
let sqs: SqsServer;
let folder: string;

beforeEach(async () => {
  standIn = new NotifyStandIn();
  notify = await standIn.listen();
  sqs = await SqsServer.open();
  sqs.owner = 'staging';
  folder = mkdtempSync(join(tmpdir(), 'send-'));
});

afterEach(async () => {
  await notify.close();
  await sqs.close();
  rmSync(folder, { recursive: true });
});

function fileOf(text: string): string {
  const file = join(folder, 'codes.csv');
  writeFileSync(file, text);
  return file;
}

const environment = (): NodeJS.ProcessEnv => ({
  ...sqs.environment,
  NOTIFY_API_KEY: apiKey(standIn.world),
  NOTIFY_BASE_URL: notify.url,
  NOTIFY_PUBLISHER_PIPELINE_ID: 'staging',
});

/** What is said of what is being done, which goes to the same place as what is wrong. */
const doing = /^(looking up|checking every row of|publishing to pipeline) .*\n/gm;

const saidOnly = ({ errors, ...ended }: Ended): Ended => ({ ...ended, errors: errors.replaceAll(doing, '') });
const sendIn = async (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> =>
  saidOnly(await runHere(env, 'send', ...args));
/** Sends with the program that people run, in a process of its own. */
const sendByProgram = async (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> =>
  saidOnly(await runWith(env, 'send', ...args));
const send = (...args: readonly string[]): Promise<Ended> => sendIn(environment(), ...args);
const sendWithProgram = (...args: readonly string[]): Promise<Ended> => sendByProgram(environment(), ...args);
const sendCodes = (csv: string, ...args: readonly string[]): Promise<Ended> =>
  send('--template', 'Security code', '--csv', fileOf(csv), ...args);

const onQueue = () => sqs.bodies.map(({ phone_number: number, personalisation }) => ({ number, personalisation }));
const keys = () => sqs.bodies.map(({ idempotency_key: key }) => key);

const good = 'Phone Number,CODE,note\n07900 900123,12345,first\n07900 900124,"1,2",\n';

describe('send command: publish', () => {
  test('each row becomes a message with the values its template needs, however the columns are spelled', async () => {
    const { code, output, errors } = await sendWithProgram(
      '--template',
      'Security code',
      '--csv',
      fileOf(good),
      '--reference',
      'codes',
    );
    expect({ code, output }).toEqual({ code: 0, output: '2 rows can be sent, 0 cannot\n2 published, 0 not\n' });
    expect(errors).toMatch(/^█{24} +100 % +2 of 2 +[\d,]+ a second +done\n$/);
    expect(onQueue()).toEqual([
      { number: '07900 900123', personalisation: { code: '12345' } },
      { number: '07900 900124', personalisation: { code: '1,2' } },
    ]);
    expect(sqs.bodies).toMatchObject([
      { type: 'sms', reference: 'codes' },
      { type: 'sms', reference: 'codes' },
    ]);
  });

  test('the same spreadsheet gives the same idempotency keys, whatever the order of its rows and columns', async () => {
    await sendCodes(good);
    await sendCodes('note,code,phone number\nx,"1,2",07900 900124\ny,12345,07900 900123\n');
    const [first, second, ...again] = keys();
    expect(first).toMatch(/^codes\.csv\//);
    expect(again).toEqual([second, first]);
  });

  test('another mailing name gives new idempotency keys', async () => {
    await sendCodes(good);
    await sendCodes(good, '--mailing', 'codes of March');
    expect(new Set(keys()).size).toBe(4);
  });

  test('a key column gives each row its own idempotency key', async () => {
    await sendCodes(good, '--key-column', 'Note', '--mailing', 'm', '--skip-bad');
    expect(keys()).toEqual(['m/first']);
  });

  test('two rows with the same value in the key column are refused', async () => {
    const csv = fileOf('phone number,code,case\n07900 900123,1,A\n07900 900124,2,A\n');
    const args = ['--template', 'Security code', '--csv', csv, '--key-column', 'case'];
    const { code, errors } = await sendWithProgram(...args);
    expect({ code, errors: errors.split('\n')[0] }).toEqual({
      code: 1,
      errors: 'line 3: an earlier row has the same key; give each row its own',
    });
    expect(sqs.bodies).toEqual([]);
  });

  test('the spreadsheet in the guide is published with its keys', async () => {
    const guide = readFileSync(join(repository, 'docs/guide/spreadsheet.md'), 'utf8');
    const [, csv = ''] = /^```csv\n([^]*?)^```$/m.exec(guide) ?? [];
    expect(await sendCodes(csv, '--key-column', 'case')).toMatchObject({ code: 0 });
    expect(keys()).toEqual(['codes.csv/JUG-0001', 'codes.csv/JUG-0002']);
  });

  test('a spreadsheet with more rows than one batch is published whole', async () => {
    const rows = Array.from({ length: 1_500 }, (_, row) => `07900900123,${row}\n`);
    const { code, output } = await sendCodes(`phone number,code\n${rows.join('')}`);
    expect({ code, output }).toEqual({ code: 0, output: '1,500 rows can be sent, 0 cannot\n1,500 published, 0 not\n' });
    expect(new Set(keys()).size).toBe(1_500);
  });
});

describe('send command: rows that Notify would refuse', () => {
  const mixed = 'phone number,code\n07900 900123,1\n0770,2\n\n07900 900124,\n,4\n07900 900125,5,6\n';
  const faults = [
    'line 3: phone_number Not enough digits',
    'line 5: Missing personalisation: code',
    'line 6: no phone number',
    'line 7: 3 values, but only 2 columns; put a value with a comma in quotes',
  ];

  test('every bad row is listed, and nothing is published', async () => {
    const { code, output, errors } = await sendCodes(mixed);
    expect({ code, output }).toEqual({ code: 1, output: '1 row can be sent, 4 cannot\n' });
    expect(errors.trimEnd().split('\n')).toEqual([
      ...faults,
      'nothing was published; correct the rows, or use --skip-bad to leave them out',
    ]);
    expect(sqs.bodies).toEqual([]);
  });

  test('the good rows are published if --skip-bad is given', async () => {
    const { code, output } = await sendCodes(mixed, '--skip-bad');
    expect({ code, output }).toEqual({ code: 1, output: '1 row can be sent, 4 cannot\n1 published, 0 not\n' });
    expect(onQueue()).toEqual([{ number: '07900 900123', personalisation: { code: '1' } }]);
  });

  test('a dry run lists the bad rows and publishes nothing', async () => {
    const { code, errors } = await sendCodes(mixed, '--dry-run');
    expect({ code, lines: errors.trimEnd().split('\n') }).toEqual({ code: 1, lines: faults });
    expect(await sendCodes(good, '--dry-run')).toEqual({
      code: 0,
      output: '2 rows can be sent, 0 cannot\n',
      errors: '',
    });
    expect(sqs.bodies).toEqual([]);
  });

  test('the rows of a letter are checked by Notify’s rules for addresses', async () => {
    const letters =
      'Address Line 1,address_line_2,Postcode,name,expires\n' +
      'Amala Bird,123 High Street,SW14 6BF,Amala,2030\n' +
      'Ben Bird,123 High Street,Nowhere 12,Ben,2030\n';
    const { code, errors } = await sendWithProgram(
      '--template',
      'Licence granted',
      '--csv',
      fileOf(letters),
      '--skip-bad',
    );
    expect(code).toBe(1);
    expect(errors).toMatch(/^line 3: .*real UK postcode/);
    expect(sqs.bodies).toMatchObject([
      {
        type: 'letter',
        personalisation: { address_line_1: 'Amala Bird', address_line_2: '123 High Street', postcode: 'SW14 6BF' },
      },
    ]);
  });
});

describe('send command: rows that do not reach the queue', () => {
  test('a row that the queue refuses is named by its line, and the others are published', async () => {
    sqs.refuses = '07900 900124';
    const { code, output, errors } = await sendCodes(good);
    expect({ code, output }).toEqual({ code: 1, output: '2 rows can be sent, 0 cannot\n1 published, 1 not\n' });
    expect(errors).toContain('line 3: the message was not published: InvalidMessageContents');
    expect(errors).toContain('run it again: no message is sent twice');
  });

  test('a refused row at the start of many does not stop the others of its batch', async () => {
    sqs.refuses = '07900 900100';
    const rows = Array.from({ length: 25 }, (_, row) => `07900 9001${String(row).padStart(2, '0')},${row}\n`);
    const { code, output, errors } = await sendCodes(`phone number,code\n${rows.join('')}`);
    expect({ code, output }).toEqual({ code: 1, output: '25 rows can be sent, 0 cannot\n24 published, 1 not\n' });
    expect(errors).toContain('line 2: the message was not published: InvalidMessageContents');
  });

  test('the command ends at once when the queue refuses every message', async () => {
    sqs.refuses = '079';
    const { code, errors } = await sendCodes(good);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: 'the queue accepts no message (InvalidMessageContents); check its URL, the region and the credentials\n',
    });
  });

  test('an error in a terminal is on a line of its own, below the progress bar', async () => {
    sqs.refuses = '079';
    const terminal = join(folder, 'terminal.js');
    // A second passes whenever somebody looks, so the bar is always shown.
    writeFileSync(terminal, 'let time = 0; performance.now = () => (time += 1000); process.stderr.isTTY = true;');
    const args = ['--template', 'Security code', '--csv', fileOf(good)];
    const { errors } = await sendByProgram({ ...environment(), NODE_OPTIONS: `--require ${terminal}` }, ...args);
    const [checked = '', bar = '', ...lines] = errors.split('\n');
    expect(checked.split('\r\u001b[K')).toEqual([
      '',
      '1 so far  1 a second',
      expect.stringMatching(/^2 so far/),
      'publishing to pipeline staging',
    ]);
    expect(bar).toMatch(/2 of 2/);
    expect(lines).toEqual([expect.stringMatching(/^the queue accepts no message/), '']);
  });

  test('the number published is given when the file is damaged after the check', async () => {
    const rows = Array.from({ length: 900 }, (_, row) => `07900900123,${row},${'x'.repeat(1_000)}\n`);
    const file = fileOf(`phone number,code,note\n${rows.join('')}`);
    sqs.onBatch = () => appendFileSync(file, Buffer.from([0xff]));
    const { code, output, errors } = await send('--template', 'Security code', '--csv', file);
    expect(sqs.bodies).not.toEqual([]);
    const published = `${sqs.bodies.length} published, 0 not`;
    expect({ code, output }).toEqual({ code: 1, output: `900 rows can be sent, 0 cannot\n${published}\n` });
    expect(errors).toContain('is not in UTF-8');
    expect(errors).toContain('run it again: no message is sent twice');
  });
});

describe('send stops in good order', () => {
  const rows = Array.from({ length: 2_000 }, (_, row) => `07900900123,${row},${'x'.repeat(1_000)}\n`);
  const csv = `phone number,code,note\n${rows.join('')}`;

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('on %s, says how many went, and that running it again sends none twice', async (signal, code) => {
    const args = ['--template', 'Security code', '--csv', fileOf(csv)];
    const { errors, ...rest } = await runWatched(environment(), ['send', ...args], (child) => {
      sqs.onBatch = () => {
        sqs.onBatch = undefined;
        child.kill(signal);
      };
    });
    const went = sqs.bodies.length;
    expect(went).toBeLessThan(2_000);
    const output = `2,000 rows can be sent, 0 cannot\n${went.toLocaleString('en-GB')} published, 0 not\n`;
    expect(rest).toEqual({ code, output });
    expect(errors).toMatch(
      /^stopping after the messages that are being published; \d+ published so far; press Ctrl-C again to stop now$/m,
    );
    expect(errors).toContain(`stopped with ${(2_000 - went).toLocaleString('en-GB')} rows left\n`);
    expect(errors).toMatch(/run it again: no message is sent twice\n$/);

    await send(...args);
    expect([sqs.bodies.length, new Set(keys()).size]).toEqual([2_000 + went, 2_000]);
  });

  test('while it checks, and nothing was published', async () => {
    // Faults are reported as they are found, so the first one shows that it is checking.
    const bad = fileOf(`phone number,code,note\n1,2,3\n${rows.join('').repeat(20)}`);
    let told = '';
    const args = ['send', '--template', 'Security code', '--csv', bad];
    const { code, errors } = await runWatched(environment(), args, (child) => {
      child.stderr?.on('data', (text: string) => {
        const wasTold = told.includes('line 2:');
        told += text;
        if (!wasTold && told.includes('line 2:')) child.kill('SIGINT');
      });
    });
    expect(code).toBe(130);
    expect(errors).toMatch(/\nstopped; nothing was published\n$/);
    expect(sqs.bodies).toEqual([]);
  });
});

describe('send makes sure that the queue is of the pipeline', () => {
  test('and refuses that of another before anything is read or published', async () => {
    sqs.owner = 'production';
    expect(await sendCodes('x')).toEqual({
      code: 2,
      output: '',
      errors:
        'the queue belongs to pipeline "production", not "staging"; give the ID and the queue of the same pipeline\n',
    });
    expect(sqs.bodies).toEqual([]);
  });

  test('and says so if the queue does not say', async () => {
    sqs.owner = undefined;
    const { code, errors } = await sendCodes(good);
    expect(code).toBe(0);
    expect(errors).toMatch(
      /^the queue does not say which pipeline it belongs to; check that --pipeline-id and --queue-url are of the same/,
    );
  });
});

describe('send finds the pipeline by its SSM parameter', () => {
  const unset = { NOTIFY_PUBLISHER_QUEUE_URL: undefined, NOTIFY_PUBLISHER_PIPELINE_ID: undefined };
  const found = (): NodeJS.ProcessEnv => ({ ...environment(), ...unset });
  const options = (...args: readonly string[]) => ['--template', 'Security code', '--csv', fileOf(good), ...args];
  const sendFound = (...args: readonly string[]): Promise<Ended> => sendIn(found(), ...options(...args));

  test('by its id', async () => {
    sqs.pipelines = ['production', 'staging'];
    expect(await sendByProgram(found(), ...options('--pipeline', 'staging'))).toMatchObject({
      code: 0,
      output: expect.stringContaining('2 published'),
    });
    expect(onQueue()).toHaveLength(2);
  });

  test('without an id where it is the only one', async () => {
    sqs.pipelines = ['staging'];
    expect(await sendFound()).toMatchObject({ code: 0 });
  });

  test.each<[string, readonly string[], readonly string[], string]>([
    [
      'where there are several',
      ['production', 'staging'],
      [],
      'there are 2 pipelines in this account and region: name one of production, staging',
    ],
    [
      'where there is none',
      [],
      [],
      'there is no pipeline in this account and region: check the region, the credentials and the id',
    ],
    [
      'by an id that is spelled wrong',
      ['production', 'staging'],
      ['--pipeline', 'stagin'],
      'there is no pipeline "stagin" in this account and region; did you mean staging?',
    ],
    [
      'by an id that no pipeline can have',
      ['staging'],
      ['--pipeline', 'a/b'],
      '--pipeline "a/b" is not a pipeline ID; IDs have letters, digits, full stops, underscores and hyphens',
    ],
    [
      'by an id and a queue',
      ['staging'],
      ['--pipeline', 'staging', '--queue-url', 'https://queue'],
      '--pipeline and --queue-url cannot be used together; give only --pipeline',
    ],
  ])('and publishes nothing %s', async (_, pipelines, args, line) => {
    sqs.pipelines = pipelines;
    expect(await sendFound(...args)).toEqual({ code: 2, output: '', errors: `${line}\n` });
    expect(sqs.bodies).toEqual([]);
  });

  test('and says where it looked when nothing answers there', async () => {
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' };
    const args = ['--template', 'Security code', '--csv', fileOf(good)];
    const { code, errors } = await sendByProgram({ ...environment(), ...unset, ...nowhere }, ...args);
    expect({ code, errors }).toEqual({
      code: 2,
      errors:
        'we cannot look up pipelines (ECONNREFUSED at 127.0.0.1:1); check the region, the credentials and ssm:GetParametersByPath, or give --queue-url and --pipeline-id\n',
    });
  });
});

test('send says at once what it does, and what it does next', async () => {
  const file = fileOf(good);
  const { errors } = await runWith(environment(), 'send', '--template', 'Security code', '--csv', file);
  expect(errors.split('\n').slice(0, 3)).toEqual([
    'looking up the queue and template "Security code"',
    `checking every row of ${file} before the first is published`,
    'publishing to pipeline staging',
  ]);
});

test('send says how many rows are the same', async () => {
  const { code, output } = await sendCodes('phone number,code\n07900900123,1\n07900900123,1\n07900900124,1\n');
  expect({ code, output }).toEqual({
    code: 0,
    output:
      '3 rows can be sent, 0 cannot\n1 row is the same as an earlier row; rows that are the same are sent once\n3 published, 0 not\n',
  });
});

test('send reads a workbook, and says which sheet if there are several', async () => {
  const file = join(repository, 'test/bin/spreadsheet/workbooks/openpyxl.xlsx');
  const { code, errors } = await sendWithProgram('--template', 'Security code', '--csv', file);
  expect(code).toBe(2);
  expect(errors).toMatch(
    /^reading its sheet "People"; to read another, use --sheet NAME\nthe spreadsheet has no column "phone number"/,
  );
});

test('send names the AWS setting that is missing when no queue can be reached', async () => {
  const { NOTIFY_API_KEY, NOTIFY_BASE_URL } = environment();
  const queue = ['--queue-url', 'https://sqs.eu-west-2.amazonaws.com/123456789012/queue', '--pipeline-id', 'staging'];
  const args = ['--template', 'Security code', '--csv', fileOf(good), ...queue];
  const { code, errors } = await sendByProgram({ ...noAws, NOTIFY_API_KEY, NOTIFY_BASE_URL }, ...args);
  expect({ code, errors }).toEqual({
    code: 2,
    errors: 'the queue accepts no message (no AWS region); set AWS_REGION\n',
  });
});

describe('send command: errors before it starts', () => {
  test.each<[string, string, readonly string[], string]>([
    ['no template', good, ['--template='], '--template is missing; give the name or id of a template'],
    ['no spreadsheet', good, ['--csv='], '--csv is missing; give the spreadsheet'],
    [
      'a template that is not there',
      good,
      ['--template', 'Codes'],
      'the service has no template "Codes"; give the name or ID of one of its templates',
    ],
    [
      'a column too few',
      'phone number,name\n07900 900123,Amala\n',
      [],
      'the spreadsheet has no column "code"; the template needs "phone number", "code"',
    ],
    [
      'semicolons between the names',
      '"phone number";"code"\n07900900123;1\n',
      [],
      'which looks like names separated by semicolons; save the file as "CSV UTF-8", with commas, or add a line sep=; above them',
    ],
    ['no rows', 'phone number,code\n', [], 'has no rows; add one for each message, below the names'],
    ['a mailing without a name', good, ['--mailing='], '--mailing is empty; give the mailing a name, or leave it out'],
    ['no column of keys', good, ['--key-column=case'], 'has no column "case", which --key-column asks for'],
    [
      'the key where its name should be',
      good,
      ['--key-from-env', apiKey(defaultWorld())],
      '--key-from-env is not the name of an environment variable; give the name, such as NOTIFY_API_KEY',
    ],
    ['an option there is not', good, ['--colour'], "Unknown option '--colour': there are --key-from-env, "],
    ['an option that is spelled wrong', good, ['--skipbad'], "Unknown option '--skipbad': did you mean --skip-bad?"],
    [
      'a template that is spelled wrong',
      good,
      ['--template', 'security-code'],
      'the service has no template "security-code"; give the name or ID of one of its templates, did you mean "Security code"?',
    ],
  ])('invalid input exits with 2, one clear line and nothing published: %s', async (_, csv, args, line) => {
    const { code, output, errors } = await sendCodes(csv, ...args);
    expect({ code, output, lines: errors.trimEnd().split('\n') }).toEqual({
      code: 2,
      output: '',
      lines: [expect.stringContaining(line)],
    });
    expect(sqs.bodies).toEqual([]);
  });

  test('a file that does not exist exits with 2 and says what to do', async () => {
    const { code, errors } = await sendWithProgram('--template', 'Security code', '--csv', join(folder, 'none.csv'));
    expect({ code, errors }).toEqual({
      code: 2,
      errors: `${join(folder, 'none.csv')} cannot be read (ENOENT); give a CSV, .xlsx or .ods file\n`,
    });
  });

  test('a pipe is refused at once because it cannot be read twice', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const { code, output, errors } = await send('--template', 'Security code', '--csv', pipe);
    expect({ code, output, errors }).toEqual({
      code: 2,
      output: '',
      errors: `${pipe} is a pipe or a device, but is read twice, to check it and to publish it; give a file\n`,
    });
    expect(sqs.bodies).toEqual([]);
  });

  test.each(['NOTIFY_PUBLISHER_QUEUE_URL', 'NOTIFY_PUBLISHER_PIPELINE_ID', 'NOTIFY_API_KEY'])(
    'a missing %s exits with 2 and is named',
    async (name) => {
      const args = ['--template', 'Security code', '--csv', fileOf(good)];
      const { code, errors } = await sendIn({ ...environment(), [name]: undefined }, ...args);
      expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining(name) });
    },
  );
});
