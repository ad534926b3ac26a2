// What the largest legal messages cost to send, each kind in a process of its own: npm run bench:largest -- [copies]
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { inFull, report } from '../shared/results';
import { kinds } from './kinds';

interface Cost {
  readonly bytes: number;
  readonly cpuMs: number;
  readonly before: number;
  readonly peak: number;
  readonly refused?: string;
}

/** What is promised of a legal message. */
const mostCpuMs = 2000;
const mostTimesItsSize = 10;
const mebibyte = 1024 * 1024;

const copies = process.argv[2] ?? '1';
const child = join(__dirname, 'child.ts');
const rows = Object.keys(kinds).map((kind) => {
  const node = ['--import', 'tsx', '--max-old-space-size=900', child, kind, copies];
  const { bytes, cpuMs, before, peak, refused } = JSON.parse(
    execFileSync(process.execPath, node, { encoding: 'utf8' }),
  ) as Cost;
  const times = (peak - before) / bytes / Number(copies);
  const figures = `${inFull(cpuMs)} ms, ${inFull(times, 1)} times its size, peak ${inFull(peak / mebibyte)} MiB`;
  return {
    what: kind,
    aim: `≤ ${mostCpuMs} ms of CPU, ${mostTimesItsSize} times its size`,
    found: refused ? `${figures} (${refused})` : figures,
    reached: cpuMs / Number(copies) <= mostCpuMs && times <= mostTimesItsSize,
  };
});
report('largest', rows, { copies });
if (rows.some(({ reached }) => !reached)) process.exitCode = 1;
