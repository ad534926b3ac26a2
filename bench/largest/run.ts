// What the largest legal messages cost to send, each kind in a process of its own: npm run bench:largest -- [copies]
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
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
let broken = 0;
for (const kind of Object.keys(kinds)) {
  const node = ['--import', 'tsx', '--max-old-space-size=900', child, kind, copies];
  const { bytes, cpuMs, before, peak, refused } = JSON.parse(
    execFileSync(process.execPath, node, { encoding: 'utf8' }),
  ) as Cost;
  const times = (peak - before) / bytes / Number(copies);
  const isWithin = cpuMs / Number(copies) <= mostCpuMs && times <= mostTimesItsSize;
  if (!isWithin) broken += 1;
  const figures = `${Math.round(cpuMs)} ms of CPU, ${times.toFixed(1)} times its size, peak ${Math.round(peak / mebibyte)} MiB`;
  console.log(`${isWithin ? ' ' : '!'} ${kind.padEnd(34)} ${figures}${refused ? ` (${refused})` : ''}`);
}
if (broken > 0) process.exitCode = 1;
