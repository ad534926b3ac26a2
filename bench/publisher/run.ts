// How much memory a million rows take, in a program that calls sendAll and from a spreadsheet by the command `send`, with the
// real client for SQS, and how long.
//   npm run bench:publisher -- [rows]
import { build, type BuildOptions } from 'esbuild';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { apiKey, NotifyStandIn } from '../../lib/testing';

const rows = Number(process.argv[2] ?? 1_000_000);
/** In megabytes, the whole process, however many rows there are. */
const mostMemory = 150;
/** So little that what is kept would end the process. By default Node lets garbage lie as long as the machine has room. */
const smallHeap = '--max-old-space-size=64';

interface Program {
  readonly name: string;
  /** What Node is given. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Bundled, so that no compiler runs in the process that is measured. */
async function bundle(source: string, folder: string): Promise<string> {
  const outfile = join(folder, `${source.replaceAll('/', '-')}.cjs`);
  const entryPoints = [join(__dirname, '../..', `${source}.ts`)];
  const terms: BuildOptions = { bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] };
  await build({ ...terms, entryPoints, outfile, logLevel: 'error' });
  return outfile;
}

async function writeSpreadsheet(file: string): Promise<void> {
  function* lines(): Generator<string> {
    yield 'email address,name,day,time,bring\n';
    for (let row = 0; row < rows; row += 1) yield `patient-${row}@example.com,Patient ${row},Monday,10:30,no\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
}

/** Answers whether it published everything within the memory that it may take. */
async function measure({ name, args, env }: Program, figures: string): Promise<boolean> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--require', figures, ...args], {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const [output = '', told = ''] = await Promise.all(
    [child.stdio[1], child.stdio[3]].map((stream) => text(stream as Readable)),
  );
  const took = (performance.now() - began) / 1000;
  const { megabytes, seconds } = JSON.parse(told) as { megabytes: number; seconds: number };
  const inFull = (figure: number): string => figure.toLocaleString('en-GB', { maximumFractionDigits: 0 });
  const last = output.trim().split('\n').at(-1) ?? '';
  console.log(`${name}: ${last}`);
  console.log(`  memory at most ${inFull(megabytes)} MB, aim ≤ ${mostMemory} MB`);
  console.log(`  ${inFull(rows / took)} a second, ${inFull((seconds / rows) * 1_000_000)} µs of CPU each`);
  return last.replaceAll(',', '').startsWith(`${rows} published 0 not`) && megabytes <= mostMemory;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-publisher-'));
  const standIn = new NotifyStandIn();
  const notify = await standIn.listen();
  const queue = fork(await bundle('bench/publisher/queue', folder));
  try {
    const [port] = (await once(queue, 'message')) as [number];
    const endpoint = `http://127.0.0.1:${port}`;
    const figures = await bundle('bench/publisher/figures', folder);
    const program = await bundle('bench/publisher/publish', folder);
    const command = await bundle('bin/notify', folder);
    const csv = join(folder, 'reminders.csv');
    await writeSpreadsheet(csv);
    const sendAll = { name: 'sendAll', args: [smallHeap, program, endpoint, String(rows)] };
    const send = {
      name: 'send --csv',
      args: [command, 'send', '--template', 'Appointment reminder', '--csv', csv],
      env: {
        NOTIFY_API_KEY: apiKey(standIn.world, 'live'),
        NOTIFY_BASE_URL: notify.url,
        NOTIFY_PUBLISHER_QUEUE_URL: `${endpoint}/1/queue`,
        NOTIFY_PUBLISHER_PIPELINE_ID: 'measured',
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'eu-west-2',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
      },
    };
    const good = [await measure(sendAll, figures), await measure(send, figures)];
    if (good.includes(false)) process.exitCode = 1;
  } finally {
    queue.disconnect();
    await notify.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
