import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { commands } from '../../bin/commands/commands';
import { version } from '../../package.json';
import { NotifyClient } from '../../lib/notify';
import { apiKey, defaultWorld, describeWorld } from '../../lib/testing';
import { listening, portOf } from '../notify/servers';
import { program, repository, run, runHere } from './program';

// Some tests start a process or two.
jest.setTimeout(30_000);

const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
const running = new Set<ChildProcess>();
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

interface Serving {
  readonly url: string;
  readonly printed: () => string;
  stop(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Runs the command until it says where it listens. */
async function serving(...args: readonly string[]): Promise<Serving> {
  const child = spawn(process.execPath, [program, 'stand-in', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  await once(reader, 'line');
  return {
    url: /http:\S+/.exec(lines[0] ?? '')?.[0] ?? '',
    printed: () => lines.join('\n'),
    stop: async (signal) => {
      child.kill(signal);
      const [code, endedBy] = await once(child, 'close');
      running.delete(child);
      return { code, signal: endedBy };
    },
  };
}

const officeClosed = { templateId: '50000000-0000-4000-8000-000000000002', phoneNumber: '07700900123' };

describe('stand-in command', () => {
  test('the command prints keys and template ids that work at once', async () => {
    const standIn = await serving('--port', '0');
    const notify = new NotifyClient({ apiKey: apiKey(defaultWorld()), baseUrl: standIn.url });
    const { id } = await notify.sendSms(officeClosed);
    expect(await notify.getNotification(id)).toMatchObject({ phone_number: '07700900123' });

    await standIn.stop('SIGTERM');
    expect(standIn.printed()).toBe(
      `A stand-in for GOV.UK Notify listens on ${standIn.url}\nSee what it was sent: ${standIn.url}/_stand-in/inbox\n\n${describeWorld(defaultWorld())}`,
    );
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'the command exits with 0 on %s, even with a connection open',
    async (signal) => {
      const standIn = await serving();
      await new NotifyClient({ apiKey: apiKey(defaultWorld()), baseUrl: standIn.url }).listTemplates();
      expect(await standIn.stop(signal)).toEqual({ code: 0, signal: null });
    },
  );

  test('the command listens on the port it is given', async () => {
    const free = await listening(createServer());
    const port = portOf(free);
    await new Promise((closed) => free.close(closed));
    const standIn = await serving('--port', String(port));
    expect(standIn.url).toBe(`http://127.0.0.1:${port}`);
    await standIn.stop('SIGTERM');
  });

  test('the command serves the world from a file', async () => {
    const secret = 'c0000000-0000-4000-8000-000000000009';
    const world = {
      services: [
        {
          id: 'a0000000-0000-4000-8000-000000000009',
          name: 'Register a unicycle',
          keys: [{ name: 'mine', type: 'test' as const, secret }],
          templates: [
            {
              id: '50000000-0000-4000-8000-000000000009',
              type: 'sms' as const,
              name: 'Code',
              versions: [{ body: 'Your code is ((code))' }],
            },
          ],
        },
      ],
    };
    const standIn = await serving('--world', fileOf('world.json', JSON.stringify(world)));
    const notify = new NotifyClient({ apiKey: apiKey(world, 'test'), baseUrl: standIn.url });
    const { templates } = await notify.listTemplates();
    expect(templates.map(({ name }) => name)).toEqual(['Code']);
    await standIn.stop('SIGTERM');
    expect(standIn.printed()).toContain(`mine-a0000000-0000-4000-8000-000000000009-${secret}`);
  });

  test.each([
    ['can be steered where that is asked for', ['--control'], 200],
    ['cannot be steered otherwise', [], 404],
  ])('the stand-in %s', async (_, args, status) => {
    const standIn = await serving(...args);
    expect((await fetch(`${standIn.url}/_stand-in/world`)).status).toBe(status);
    await standIn.stop('SIGTERM');
    expect(standIn.printed().includes('/_stand-in/\n')).toBe(status === 200);
  });
});

describe('command line', () => {
  test.each([[['help']], [['--help']], [['-h']]])('the help is printed for %j', async (args) => {
    const { code, output, errors } = await runHere({}, ...args);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/^cdk-govuk-notify <command>\n/);
    for (const option of ['--port N', '--csv FILE', '--out FILE', '--version']) expect(output).toContain(option);
  });

  test.each<[readonly string[], string, readonly string[]]>([
    [['send', '--help'], 'send --template "Security code" --csv codes.csv', ['--csv FILE', '--pipeline ID']],
    [['help', 'send'], 'send --template "Security code" --csv codes.csv', ['--csv FILE', '--pipeline ID']],
    [['send', '--csv', 'codes.csv', '-h'], 'send --template', ['--csv FILE']],
    [['templates', 'pull', '-h'], 'templates pull --out', ['--out FILE', '--skip-without-key']],
    [['help', 'stand-in'], 'stand-in --port 6011 --control', ['--port N', '--control']],
  ])(
    'explains one command, with an example and the exit codes, when it is asked %j',
    async (args, example, options) => {
      const { code, output, errors } = await runHere({}, ...args);
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(output).toContain(`Examples:\n  npx cdk-govuk-notify `);
      for (const text of [example, 'Exit codes:', ...options]) expect(output).toContain(text);
      expect(output.match(/^ {2}(send|templates pull|stand-in) /gm)).toHaveLength(1);
    },
  );

  test.each(['--version', '-v'])('the version of the package is printed for %s', async (option) => {
    expect(await run(option)).toEqual({ code: 0, output: `${version}\n`, errors: '' });
  });
});

describe('what cannot be done ends with 2 and one clear line', () => {
  const noUuid = { services: [{ id: 'mine', name: 'Mine', keys: [], templates: [] }] };

  test.each([
    [
      'a port that is no number',
      ['--port', 'banana'],
      'port "banana" is not a port; give a whole number from 0 to 65535',
    ],
    ['a port that is empty', ['--port='], 'port "" is not a port; give a whole number from 0 to 65535'],
    ['a port beyond the last', ['--port', '65536'], 'port "65536" is not a port; give a whole number from 0 to 65535'],
    [
      'a world file that is not JSON',
      ['--world', fileOf('not.json', 'services: []')],
      'the world is not JSON: give it as one JSON object with `services`',
    ],
    ['a world without services', ['--world', fileOf('empty.json', '{}')], 'the world is wrong: services is missing'],
    [
      'a world with an id that is none',
      ['--world', fileOf('id.json', JSON.stringify(noUuid))],
      expect.stringContaining('"mine" is not a UUID'),
    ],
    ['an option there is not', ['--colour'], expect.stringContaining("Unknown option '--colour': there are --port")],
    ['an option that is spelled wrong', ['--contorl'], "Unknown option '--contorl': did you mean --control?"],
  ])('invalid options exit with 1 and one clear line: %s', async (_, args, line: string) => {
    const { code, output, errors } = await runHere({}, 'stand-in', ...args);
    expect({ code, output, lines: errors.split('\n') }).toEqual({ code: 2, output: '', lines: [line, ''] });
  });

  // Node's own errors are of another realm in a test, so these need the program.
  test.each([
    [
      'a world file that is not there',
      ['--world', join(folder, 'nowhere.json')],
      `world file "${join(folder, 'nowhere.json')}" cannot be read (ENOENT); give the path of a JSON file`,
    ],
    [
      'a port file that cannot be written',
      ['--port-file', join(folder, 'nowhere', 'port')],
      `port file "${join(folder, 'nowhere', 'port')}" cannot be written (ENOENT); give the path of a file in a folder that exists`,
    ],
    [
      'an address that is not of this machine',
      ['--host', '192.0.2.1'],
      'host "192.0.2.1" cannot be used (EADDRNOTAVAIL); give an address of this machine',
    ],
  ])('what the machine refuses exits with 2 and one clear line: %s', async (_, args, line: string) => {
    const { code, output, errors } = await run('stand-in', ...args);
    expect({ code, output, lines: errors.split('\n') }).toEqual({ code: 2, output: '', lines: [line, ''] });
  });

  test('a port in use exits with 1 and says what to do', async () => {
    const taken = await listening(createServer());
    const port = portOf(taken);
    const { code, errors } = await run('stand-in', '--port', String(port));
    taken.close();
    expect(code).toBe(2);
    expect(errors).toBe(
      `port ${port} cannot be used (EADDRINUSE); give another, or leave out --port to get a free one\n`,
    );
  });

  const all = [...commands.keys(), 'help'].join(', ');
  test.each([
    [[], `(none); there are ${all}`],
    [['serve'], `serve; there are ${all}`],
    [['sned'], 'sned; did you mean send?'],
    [['standin', '--port', '1'], 'standin; did you mean stand-in?'],
    [['help', 'template'], 'template; did you mean templates?'],
    [['sned', '--help'], 'sned; did you mean send?'],
  ])('an unknown command exits with 1 and prints the help: %j', async (args, line) => {
    const { code, output, errors } = await runHere({}, ...args);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors.split('\n')[0]).toBe(`no such command: ${line}`);
    expect(errors).toContain('stand-in [--port N]');
  });
});

test('an unexpected argument is refused by name', async () => {
  const { code, errors } = await run('stand-in', 'please');
  expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining("Unexpected argument 'please'") });
});

test('npx finds the command in the repository without the network', async () => {
  // npm would bundle the functions first, and delete those of other tests for a moment.
  const environment = { ...process.env, npm_config_cache: join(folder, 'npm') };
  const options = { cwd: repository, env: environment, shell: process.platform === 'win32' };
  const output = await new Promise<string>((settle, reject) => {
    execFile('npx', ['--offline', '--ignore-scripts', 'cdk-govuk-notify', '--help'], options, (error, text) =>
      error ? reject(error) : settle(text),
    );
  });
  expect(output).toContain('stand-in [--port N]');
}, 60_000);
