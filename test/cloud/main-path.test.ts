import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutAws } from '../../local/cloud/cloud-address';
import { endGroup } from '../../local/cloud/emulator';
import { runCommand } from '../../local/cloud/run-command';
import { commandsUnder, fileNamed } from '../docs/page-parts';

const page = 'docs/guide/start.md';

/** What a person does who has the tarball and the page: every block, word by word, in a shell. */
const blocks = commandsUnder(page, 'Put it in your stack');
const [
  makeApp = '',
  asModules = '',
  getEmulator = '',
  startBoth = '',
  useBoth = '',
  deploy = '',
  send = '',
  look = '',
] = blocks;

let folder: string;
/** The emulator and the AWS CLI, installed as the page says, once. */
let emulator: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'main-path-'));
  const clone = join(folder, 'cdk-govuk-notify');
  mkdirSync(clone);
  await runCommand('npm', ['run', '--silent', 'build']);
  await runCommand('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', clone]);
  await runCommand('bash', ['--norc', '-euo', 'pipefail', '-c', getEmulator], { cwd: folder });
  emulator = join(folder, 'emulator');
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const file = (name: string): string => `cat > ${name} <<'END'\n${fileNamed(page, name)}END\n`;

/** Looks at the record until it says so: the pipeline asks Notify once a minute. */
const untilDelivered = [
  'for time in $(seq 60); do',
  `  state=$(${look})`,
  '  echo "$state"',
  '  [ "$state" = delivered ] && exit',
  '  sleep 5',
  'done',
  'exit 1',
].join('\n');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Goes through it all in a folder of its own, and answers what was printed. Whatever it started is ended. */
async function goThrough(name: string, more: readonly string[]): Promise<{ code: number; printed: string }> {
  const parent = join(folder, name);
  mkdirSync(parent);
  const inApp = [`ln -s ${emulator} emulator`, file('app.ts'), file('application.ts')];
  const written = [makeApp, ...more, ...inApp, startBoth, useBoth, deploy, send, untilDelivered].join('\n');
  // Others may use these ports on this machine.
  const [aws, notify] = [await freePort(), await freePort()];
  const script = written
    .replaceAll('4566', String(aws))
    .replaceAll('6011', String(notify))
    .replaceAll('../cdk-govuk-notify/', `${folder}/cdk-govuk-notify/`);
  writeFileSync(join(parent, 'script.sh'), script);
  const child = spawn('bash', ['--norc', '-euo', 'pipefail', 'script.sh'], {
    cwd: parent,
    // Nobody is there to be asked.
    env: {
      ...withoutAws(process.env),
      CDK_REQUIRE_APPROVAL: 'never',
      npm_config_prefer_offline: 'true',
      NO_COLOR: '1',
    },
    // A group of its own, which ends with all that it started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  endGroup(child, 'SIGTERM');
  return { code, printed };
}

test('the page has all the blocks that lead there', () => {
  expect(blocks).toHaveLength(8);
});

test.each([
  ['CommonJS', []],
  ['ES modules', [asModules]],
])(
  'a person who copies the commands of the page comes from an empty folder to a delivered message, as %s',
  async (name, more) => {
    const { code, printed } = await goThrough(name.replace(' ', '-'), more);
    expect({ code, printed: printed.split('\n').slice(-30).join('\n') }).toEqual({
      code: 0,
      printed: expect.stringMatching(/"deliveryId"[^]*\ndelivered\n$/) as unknown,
    });
  },
  600_000,
);
