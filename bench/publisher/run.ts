// How much memory sendAll takes for a million rows, with the real client for SQS, and how long.
//   npm run bench:publisher -- [rows] [concurrency]
import { build, type BuildOptions } from 'esbuild';
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const [rows = '1000000', concurrency = '4'] = process.argv.slice(2);
/** In megabytes, the whole process, however many rows there are. */
const mostMemory = 150;
/** So little that what is kept would end the process. By default Node lets garbage lie as long as the machine has room. */
const heap = '--max-old-space-size=64';

interface Figures {
  readonly published: number;
  readonly failed: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly cpuMicroseconds: number;
}

/** Bundled, so that no compiler runs in the process that is measured. */
async function bundleProgram(name: 'publish' | 'queue', folder: string): Promise<string> {
  const outfile = join(folder, `${name}.cjs`);
  const entryPoints = [join(__dirname, `${name}.ts`)];
  const terms: BuildOptions = { bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] };
  await build({ ...terms, entryPoints, outfile, logLevel: 'error' });
  return outfile;
}

async function measure(folder: string): Promise<Figures> {
  const program = await bundleProgram('publish', folder);
  const queue = fork(await bundleProgram('queue', folder));
  try {
    const [port] = (await once(queue, 'message')) as [number];
    const args = [heap, program, `http://127.0.0.1:${port}`, rows, concurrency];
    const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    return JSON.parse(stdout) as Figures;
  } finally {
    queue.disconnect();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-publisher-'));
  try {
    const { published, failed, seconds, megabytes, cpuMicroseconds } = await measure(folder);
    const inFull = (figure: number): string => figure.toLocaleString('en-GB', { maximumFractionDigits: 0 });
    console.log(`published ${inFull(published)}, failed ${inFull(failed)}, ${concurrency} batches at a time`);
    console.log(`memory at most ${inFull(megabytes)} MB, aim ≤ ${mostMemory} MB`);
    console.log(`${inFull(published / seconds)} a second, ${inFull(cpuMicroseconds)} µs of CPU each`);
    if (failed > 0 || published !== Number(rows) || megabytes > mostMemory) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
