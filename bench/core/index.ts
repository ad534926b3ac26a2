// Our core beside the official client: `npx tsx bench/core/index.ts`. Only the ratios mean anything on a busy machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compare, type Programs } from './measure';
import { bundlePeers, bundleProgram } from './peers';

interface Line {
  readonly what: string;
  readonly ours: number;
  readonly official: number;
  /** How many times less than the official client's ours is to be. */
  readonly aim: number;
}

async function measureAll(folder: string): Promise<readonly Line[]> {
  const bundles = await bundlePeers(folder);
  const child = await bundleProgram('child', folder);
  const server = await bundleProgram('server', folder);
  const programs: Programs = {
    bundles,
    child,
    server,
    certificate: resolve(__dirname, '../../test/tls/for-tests-only.pem'),
  };

  const start = await compare(programs, { rounds: 21 });
  const cold = await compare(programs, { rounds: 21, sends: 10 });
  const busy = await compare(programs, { rounds: 3, sends: 4_000, inFlight: 50, latency: 100 });

  const line = (what: string, figures: typeof start, name: string, aim: number): Line => ({
    what,
    ours: figures.ours[name] ?? NaN,
    official: figures.official[name] ?? NaN,
    aim,
  });
  return [
    { what: 'bundle (bytes)', ours: bundles.ours.bytes, official: bundles.official.bytes, aim: 15 },
    line('start: load the bundle (ms)', start, 'loaded', 6),
    line('cold to the first answer over TLS (ms)', cold, 'first', 3),
    line('cold to the tenth answer over TLS (ms)', cold, 'ten', 2.5),
    line('CPU per send, 50 in flight, 100 ms latency (µs)', busy, 'microsecondsPerSend', 3),
  ];
}

function print(lines: readonly Line[]): void {
  console.log('| what | ours | official | ratio | aim | |');
  console.log('|---|---|---|---|---|---|');
  for (const { what, ours, official, aim } of lines) {
    const ratio = official / ours;
    const figures = [ours, official].map((figure) => figure.toLocaleString('en-GB', { maximumFractionDigits: 1 }));
    const verdict = ratio >= aim ? 'met' : 'missed';
    console.log(`| ${what} | ${figures.join(' | ')} | ${ratio.toFixed(2)} | ≥ ${aim} | ${verdict} |`);
    if (verdict === 'missed') process.exitCode = 1;
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-core-'));
  try {
    print(await measureAll(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
