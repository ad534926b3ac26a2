import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from '@swc/core';
import { build } from 'esbuild';
import * as core from '../../lib/notify';
import * as testing from '../../lib/testing';
import { repository, snippets } from './pieces';

const readme = snippets('README.md');

/** The one piece of README that does what is looked for. */
function pieceWith(text: string): string {
  const found = readme.filter(({ code }) => code.includes(text));
  if (found.length !== 1) throw new Error(`README has ${found.length} pieces of code with ${text}: it should have one`);
  return found[0]?.code ?? '';
}

interface Ended {
  readonly output: string;
  readonly errors: string;
}

describe('the programs of README, run against the stand-in', () => {
  const template = (id: string, body: string): testing.Template => ({
    id,
    type: 'email',
    name: 'A template',
    versions: [{ subject: 'A subject', body }],
  });
  const world: testing.World = {
    services: [
      {
        id: 'a0000000-0000-4000-8000-000000000001',
        name: 'Apply for a juggling licence',
        keys: [{ name: 'live', type: 'live', secret: 'c0000000-0000-4000-8000-000000000001' }],
        templates: [
          template('f33517ff-2a88-4f6e-b855-c550268ce08a', 'Dear ((first_name)), you applied on ((application_date)).'),
          template('9d751e0e-f929-4891-82a1-a3e1c3c18ee3', 'Download it: ((link_to_file))'),
        ],
      },
    ],
  };

  let folder: string;
  let standIn: testing.NotifyStandIn;
  let server: testing.Listening;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'readme-'));
    standIn = new testing.NotifyStandIn({ world });
    server = await standIn.listen();
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  /** Runs a program as whoever copies it does, in a process of its own. */
  async function run(code: string, key = testing.apiKey(world)): Promise<Ended> {
    const program = join(folder, 'program.mjs');
    await build({
      stdin: { contents: code, loader: 'ts', resolveDir: repository },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      alias: { 'cdk-govuk-notify/notify': join(repository, 'lib/notify/index.ts') },
    });
    const env = { ...process.env, NOTIFY_API_KEY: key, NOTIFY_BASE_URL: server.url };
    return new Promise((settle, reject) => {
      execFile(process.execPath, [program], { cwd: folder, env }, (error, output, errors) =>
        error ? reject(error) : settle({ output, errors }),
      );
    });
  }

  test('the first sends an email and says under which id', async () => {
    const { output, errors } = await run(pieceWith('isUnknown(error)) console.error'));

    const [sent] = standIn.notifications.to('amala@example.com');
    expect(sent?.body).toBe('Dear Amala, you applied on 1 January 2027.');
    expect({ output, errors }).toEqual({ output: `sent: ${sent?.id}\n`, errors: '' });
  });

  test.each<[testing.Fault, string]>([
    [
      { kind: 'drop', accepted: true },
      'may be sent, look for its reference in 45 seconds: connection lost: ECONNRESET\n',
    ],
    [{ kind: 'rate limit' }, 'not sent, may go in a moment: 429: RateLimitError\n'],
    [{ kind: 'daily limit' }, 'not sent, and will not be: 429: TooManyRequestsError\n'],
  ])('the first says what follows from %j', async (fault, said) => {
    standIn.faults.add({ fault });
    expect(await run(pieceWith('isUnknown(error)) console.error'))).toEqual({ output: '', errors: said });
  });

  test('the second sends a file by email and goes through all emails', async () => {
    writeFileSync(join(folder, 'decision.csv'), 'licence,granted\nJUG-0001,yes\n');
    const { output, errors } = await run(pieceWith('prepareUpload(await'));

    expect(standIn.uploads).toMatchObject([{ filename: 'decision.csv', retentionPeriod: '4 weeks', size: 29 }]);
    expect(standIn.notifications.to('amala@example.com')[0]?.body).toContain('https://documents.service.gov.uk/d/');
    expect({ output, errors }).toEqual({ output: 'amala@example.com created\n', errors: '' });
  });
});

/** Runs a piece of README here and now, so that its tests are tests of this file. */
function load(code: string, modules: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { code: script } = transformSync(code, {
    swcrc: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const exported = {};
  const given = { exports: exported, require: (name: string) => modules[name], beforeEach, expect, test };
  compileFunction(script, Object.keys(given))(...Object.values(given));
  return exported;
}

describe('the tests that README shows', () => {
  const entryPoints = { 'cdk-govuk-notify/notify': core, 'cdk-govuk-notify/testing': testing };
  const remind = load(pieceWith('// remind.ts\n'), entryPoints);
  load(pieceWith('// remind.test.ts\n'), { ...entryPoints, './remind': remind });
});
