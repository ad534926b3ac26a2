import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotifyClient } from '../../lib/notify';
import { sendersSource } from '../../lib/templates/senders-source';
import { apiKey, NotifyStandIn, type Listening } from '../../lib/testing';
import { listening, portOf } from '../notify/servers';
import { noAws, program, repository, runHere, runWith, type Ended } from './program';

// Some tests start a process or two.
jest.setTimeout(30_000);

let standIn: NotifyStandIn;
let server: Listening;
let folder: string;
let file: string;
let key: string;

beforeEach(async () => {
  standIn = new NotifyStandIn();
  server = await standIn.listen();
  folder = mkdtempSync(join(tmpdir(), 'templates-'));
  file = join(folder, 'senders.ts');
  key = apiKey(standIn.world);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const environment = (): NodeJS.ProcessEnv => ({ NOTIFY_API_KEY: key, NOTIFY_BASE_URL: server.url });
const templates = async (command: string, ...args: readonly string[]): Promise<Ended> =>
  runHere(environment(), 'templates', command, '--out', file, ...args);
/** The same with the program that people run, in a process of its own. */
const templatesByProgram = async (command: string): Promise<Ended> =>
  runWith(environment(), 'templates', command, '--out', file);

/** The file as it should be now. */
async function expected(): Promise<string> {
  const notify = new NotifyClient({ apiKey: key, transport: standIn.transport });
  return sendersSource((await notify.listTemplates()).templates);
}

/** What a team does on the website. */
function editTemplate(name: string, body: string): void {
  const template = standIn.world.services[0]?.templates.find((candidate) => candidate.name === name);
  const [version] = template?.versions.slice(-1) ?? [];
  if (version) template?.versions.push({ ...version, number: version.number + 1, body });
}

describe('templates pull', () => {
  test('pull writes a sender for every template that is not deleted', async () => {
    expect(await templatesByProgram('pull')).toEqual({ code: 0, output: `${file}: 6 templates\n`, errors: '' });
    expect(readFileSync(file, 'utf8')).toBe(await expected());
  });

  test('pull takes the key from the variable named, and Notify’s address from an option', async () => {
    const args = ['--key-from-env', 'OUR_KEY', '--base-url', server.url, '--out', file];
    expect(await runHere({ OUR_KEY: key }, 'templates', 'pull', ...args)).toMatchObject({ code: 0, errors: '' });
    expect(readFileSync(file, 'utf8')).toBe(await expected());
  });

  test('pull takes the key from AWS Secrets Manager', async () => {
    const asked: string[] = [];
    const aws = await listening(
      createServer((request, response) => {
        request.on('data', (chunk: Buffer) =>
          asked.push(`${String(request.headers['x-amz-target'])} ${chunk.toString()}`),
        );
        request.on('end', () => response.end(JSON.stringify({ SecretString: key })));
      }),
    );
    const environment = {
      NOTIFY_BASE_URL: server.url,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(aws)}`,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'eu-west-2',
    };
    const ended = await runWith(environment, 'templates', 'pull', '--secret-id', 'notify/key', '--out', file);
    aws.close();
    expect(ended).toMatchObject({ code: 0, output: `${file}: 6 templates\n` });
    expect(asked).toEqual(['secretsmanager.GetSecretValue {"SecretId":"notify/key"}']);
  });
});

describe('templates check', () => {
  test('check exits with 0 and prints nothing while the file matches Notify’s templates', async () => {
    await templates('pull');
    expect(await templatesByProgram('check')).toEqual({ code: 0, output: '', errors: '' });
  });

  test('check accepts Windows line endings', async () => {
    writeFileSync(file, (await expected()).replaceAll('\n', '\r\n'));
    expect(await templates('check')).toMatchObject({ code: 0, output: '' });
  });

  test('check exits with 1 and prints the difference when a template has a new placeholder', async () => {
    await templates('pull');
    editTemplate('Security code', '((code)) is your code, ((first name)).');
    const { code, output, errors } = await templatesByProgram('check');
    expect({ code, errors }).toEqual({ code: 1, errors: '' });
    expect(output.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
      `--- ${file}\tas it was pulled`,
      `+++ ${file}\tas Notify has it now`,
      '+        "first name": Value;',
      '-        version: 1,',
      '+        version: 2,',
    ]);
    expect(output).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@$/m);
  });

  test('check is skipped without a key if --skip-without-key is given', async () => {
    const ended = await runHere({}, 'templates', 'check', '--skip-without-key', '--out', file);
    expect(ended).toEqual({
      code: 0,
      output: '',
      errors: 'the templates are not checked: there is no Notify API key\n',
    });
  });

  test('check runs with --skip-without-key when there is a key', async () => {
    writeFileSync(file, '');
    expect(await templates('check', '--skip-without-key')).toMatchObject({ code: 1 });
  });
});

describe('templates check as the build step of cdk.json', () => {
  /** What the CDK's own command line says of an app that was synthesized before, and has no stacks. */
  async function synth(): Promise<string> {
    const app = join(folder, 'cdk.out');
    mkdirSync(app);
    writeFileSync(join(app, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: {} }));
    const build = `"${process.execPath}" "${program}" templates check --out "${file}"`;
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app, build }));
    const env = { ...process.env, NOTIFY_API_KEY: key, NOTIFY_BASE_URL: server.url, HOME: folder };
    const cdk = join(repository, 'node_modules/aws-cdk/bin/cdk');
    return new Promise((settle) =>
      execFile(process.execPath, [cdk, 'synth'], { cwd: folder, env }, (_, output, errors) => settle(output + errors)),
    );
  }

  test('synth stops when the templates have changed', async () => {
    await templates('pull');
    editTemplate('Security code', '((code)) ((first name))');
    const said = await synth();
    expect(said).toContain('+        "first name": Value;');
    expect(said).toContain('exited with error 1');
  });

  test('synth continues when the templates have not changed', async () => {
    await templates('pull');
    expect(await synth()).toContain('This app contains no stacks');
  });
});

describe('templates command: errors', () => {
  test.each<[string, string[], NodeJS.ProcessEnv, string]>([
    ['no key', ['check'], {}, 'environment variable NOTIFY_API_KEY is not set; put the Notify API key there'],
    [
      'no key in the variable named',
      ['pull', '--key-from-env', 'MINE'],
      {},
      'environment variable MINE is not set; put the Notify API key there',
    ],
    [
      'a key that is none',
      ['pull'],
      { NOTIFY_API_KEY: 'secret' },
      'refused here: the API key is malformed: it must end in two UUIDs; copy it whole from Notify',
    ],
    [
      'two places for the key',
      ['pull', '--key-from-env', 'A', '--secret-id', 'b'],
      {},
      '--key-from-env and --secret-id cannot be used together; give one of them',
    ],
    ['no command', [], {}, 'no such command: templates (none); use templates pull or templates check'],
    ['another command', ['push'], {}, 'no such command: templates push; use templates pull or templates check'],
    [
      'an option there is not',
      ['pull', '--skip-without-key'],
      {},
      expect.stringContaining("Unknown option '--skip-without-key'"),
    ],
  ])('invalid options exit with 2 and one clear line: %s', async (_, args, environment, line: string) => {
    const { code, output, errors } = await runHere(environment, 'templates', ...args);
    expect({ code, output, lines: errors.split('\n') }).toEqual({ code: 2, output: '', lines: [line, ''] });
  });

  test('a key that Notify rejects exits with 2 and is not shown', async () => {
    const wrong = key.replace('c0000000', 'd0000000');
    const ended = await runWith(
      { NOTIFY_API_KEY: wrong },
      'templates',
      'check',
      '--base-url',
      server.url,
      '--out',
      file,
    );
    expect(ended).toMatchObject({ code: 2, output: '', errors: expect.stringMatching(/^403: AuthError/) });
    expect(ended.errors).not.toContain('d0000000');
  });

  test.each([
    ['no AWS region', {}, 'no AWS region); set AWS_REGION'],
    [
      'no AWS credentials',
      { AWS_REGION: 'eu-west-2' },
      'no AWS credentials); sign in again, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    ],
    [
      'an AWS that does not answer',
      {
        AWS_REGION: 'eu-west-2',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      },
      'ECONNREFUSED at 127.0.0.1:1); give the ID of a secret that you are allowed to read',
    ],
  ])('a secret that cannot be read exits with 2 and says what to do: %s', async (_, environment, why) => {
    const ended = await runWith({ ...noAws, ...environment }, 'templates', 'pull', '--secret-id', 'key', '--out', file);
    expect(ended).toEqual({ code: 2, output: '', errors: `secret key cannot be read (${why}\n` });
  });

  test('a secret that AWS refuses to give exits with 2 and says what to do', async () => {
    const aws = await listening(
      createServer((_, response) => response.writeHead(400).end(JSON.stringify({ __type: 'AccessDeniedException' }))),
    );
    const environment = {
      ...noAws,
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(aws)}`,
    };
    const ended = await runWith(environment, 'templates', 'pull', '--secret-id', 'key', '--out', file);
    aws.close();
    expect(ended).toMatchObject({
      code: 2,
      errors:
        'secret key cannot be read (AccessDeniedException); give the ID of a secret that you are allowed to read\n',
    });
  });

  test('a Notify that does not answer exits with 2', async () => {
    await server.close();
    const { code, errors } = await templatesByProgram('check');
    expect({ code, errors }).toEqual({
      code: 2,
      errors: `Notify does not answer at ${new URL(server.url).host} (not connected: ECONNREFUSED); check --base-url, NOTIFY_BASE_URL and the network\n`,
    });
    server = await standIn.listen();
  });

  test('a file to check that does not exist exits with 2 and says what to do', async () => {
    const { code, errors } = await templates('check');
    expect({ code, errors }).toEqual({
      code: 2,
      errors: `${file} cannot be read (ENOENT); write it with templates pull, or name it with --out\n`,
    });
  });

  test('a file that cannot be written exits with 2 and says what to do', async () => {
    file = join(folder, 'nowhere', 'senders.ts');
    const { code, errors } = await templates('pull');
    expect({ code, errors }).toEqual({
      code: 2,
      errors: `${file} cannot be written (ENOENT); give a file in a folder that exists\n`,
    });
  });
});
