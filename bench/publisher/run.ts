// How much memory a million rows take, in a program that calls sendAll and from a spreadsheet by the command `send`, with the
// real client for SQS, and how long; and the CPU of sendAll beside a loop by hand.
//   npm run bench:publisher -- [rows] [pairs]
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
import { inFull, report, written, type Row } from '../shared/results';
import { inRounds, pairedRatio, quartilesOf, type Figures } from '../shared/rounds';

const rows = Number(process.argv[2] ?? 1_000_000);
const pairs = Number(process.argv[3] ?? 5);
/** How many times the CPU of a loop by hand a message may take. */
const mostCpu = 1.2;
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

/** Fails if it did not publish everything. */
async function measure({ name, args, env }: Program, figures: string): Promise<Figures> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--require', figures, ...args], {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const [output = '', told = ''] = await Promise.all(
    [child.stdio[1], child.stdio[3]].map((stream) => text(stream as Readable)),
  );
  const took = (performance.now() - began) / 1000;
  const last = output.trim().split('\n').at(-1) ?? '';
  if (!last.replaceAll(',', '').startsWith(`${rows} published 0 not`)) throw new Error(`${name} ended with: ${last}`);
  return { ...(JSON.parse(told) as { megabytes: number; seconds: number }), took };
}

function rowOf(name: string, { megabytes = NaN, seconds = NaN, took = NaN }: Figures): Row {
  return {
    what: `${name}, ${inFull(rows)} rows`,
    aim: `≤ ${mostMemory} MB`,
    found: `${inFull(megabytes)} MB, ${inFull(rows / took)} a second, ${inFull((seconds / rows) * 1_000_000)} µs of CPU each`,
    reached: megabytes <= mostMemory,
  };
}

/** Both publish the same to the same queue, in turns. */
async function besideByHand(ours: Program, byHand: Program, figures: string): Promise<Row> {
  const programs = { ours, byHand };
  const found = await inRounds(['ours', 'byHand'], pairs, (peer) => measure(programs[peer], figures));
  // How much of our CPU theirs is, so ours is the inverse, and its quartiles change places.
  const { median, lower, upper } = pairedRatio(found, 'byHand', 'seconds');
  const ratio = { median: 1 / median, lower: 1 / upper, upper: 1 / lower };
  const each = (peer: 'ours' | 'byHand'): string =>
    inFull((quartilesOf(found, peer, 'seconds').median / rows) * 1_000_000);
  return {
    what: 'CPU a message of sendAll',
    against: 'a loop by hand',
    aim: `≤ ${mostCpu} ×`,
    found: `${written(ratio)} ×: ${each('ours')} µs, by hand ${each('byHand')} µs`,
    reached: ratio.median <= mostCpu,
  };
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
    const byHandProgram = await bundle('bench/publisher/by-hand', folder);
    const command = await bundle('bin/notify', folder);
    const csv = join(folder, 'reminders.csv');
    await writeSpreadsheet(csv);
    const sendAll = { name: 'sendAll', args: [smallHeap, program, endpoint, String(rows)] };
    const published = { name: 'sendAll', args: [program, endpoint, String(rows)] };
    const byHand = { name: 'by hand', args: [byHandProgram, endpoint, String(rows)] };
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
    const memory = [
      rowOf(sendAll.name, await measure(sendAll, figures)),
      rowOf(send.name, await measure(send, figures)),
    ];
    report('publisher', [...memory, await besideByHand(published, byHand, figures)], { pairs });
  } finally {
    if (queue.connected) queue.disconnect();
    await notify.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
