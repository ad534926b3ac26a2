// Every bench in turn, each in its own process: npm run bench. The figures of docs/performance.md are of such a run.
import { spawnSync } from 'node:child_process';
import { scripts } from '../package.json';

/** What each is given, so that all together take less than twenty minutes on two idle cores. */
const work: Readonly<Record<string, readonly string[]>> = {
  client: ['11'],
  send: ['7'],
  publisher: ['100000', '3'],
  poll: ['200000'],
  'lambda-seconds': ['steady', 'burst', 'memory'],
  release: ['20000'],
  schedule: ['100000'],
  'stand-in': ['50000'],
};

/** In the order in which they go on from one another: the last counts by what the others have written. */
const order = ['client', 'send', 'publisher', 'poll', 'lambda-seconds', 'release', 'schedule', 'stand-in', 'cost'];

const there = order.filter((bench) => `bench:${bench}` in scripts);
const failed = there.filter((bench) => {
  console.log(`\n# npm run bench:${bench}`);
  const args = ['run', '--silent', `bench:${bench}`, '--', ...(work[bench] ?? [])];
  return spawnSync('npm', args, { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`did not come to their end: ${failed.join(', ')}`);
  process.exitCode = 1;
}
