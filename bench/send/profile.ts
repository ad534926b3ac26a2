// Where the CPU of a warm send function goes, by the package that the code is of: of ours, or of another checkout in which
// `npm ci` was run, such as one from before a change.
//   npm run bench:profile [-- FOLDER]
import { build } from 'esbuild';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { credentialsOfLambda } from '../../build/bundle';
import { repository } from '../../local/cloud/run-command';
import { bundleInto, certificate, findNode, measured, Server, versionOf } from '../shared/processes';
import { inFull, printTable, report } from '../shared/results';
import type { Addresses } from './cloud';
import { environmentOf } from './environment';
import { createTable } from './table';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
}

/** Not minified, so that each line says by a comment above it which file it is of. */
async function bundleForReading(checkout: string, folder: string): Promise<string> {
  const outfile = join(folder, 'send.cjs');
  await build({
    entryPoints: [join(checkout, 'lambda/send/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    mainFields: ['module', 'main'],
    plugins: checkout === repository ? [credentialsOfLambda] : [],
    absWorkingDir: checkout,
    logLevel: 'error',
  });
  return outfile;
}

/** Which package, or which of our rooms, each line of the bundle is of. */
function ownersOf(bundle: string): readonly string[] {
  let owner = 'bundle';
  return readFileSync(bundle, 'utf8')
    .split('\n')
    .map((line) => {
      const [, path] = /^ *\/\/ ((?:node_modules|lambda|lib)\/\S+)$/.exec(line) ?? [];
      if (path) owner = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
      return owner;
    });
}

function sharesOf({ nodes, samples }: Profile, bundle: string): readonly (readonly [string, number])[] {
  const owners = ownersOf(bundle);
  const ownerOf = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      url.includes(bundle) ? (owners[lineNumber] ?? 'bundle') : url.startsWith('node:') ? url : functionName || 'other',
    ]),
  );
  const idle = new Set(['(idle)', '(root)']);
  const busy = samples.map((id) => ownerOf.get(id) ?? 'other').filter((owner) => !idle.has(owner));
  const counts = new Map<string, number>();
  for (const owner of busy) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return [...counts].map(([owner, count]) => [owner, count / busy.length] as const).toSorted((a, b) => b[1] - a[1]);
}

async function main(): Promise<void> {
  const checkout = resolve(process.argv[2] ?? repository);
  const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
  const node = await findNode();
  const bundle = await bundleForReading(checkout, folder);
  const child = await bundleInto(folder, 'child', join(__dirname, 'child.ts'), false);
  const cloud = await Server.start<Addresses>(join(__dirname, 'cloud.ts'), [certificate]);
  try {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    await createTable(cloud.hello.aws, 'bench');
    const profiled = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200'];
    const { warm } = await measured<{ readonly warm: number }>(
      node,
      [...profiled, child.file, bundle, '150', '10', '20'],
      environmentOf(cloud.hello),
    );
    const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile')) ?? '';
    const shares = sharesOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile, bundle);
    const rows = [
      { what: 'CPU a warm message, while it is profiled', found: `${inFull(warm)} µs` },
      ...shares.slice(0, 25).map(([what, share]) => ({ what, found: `${(share * 100).toFixed(1)} %` })),
    ];
    if (checkout !== repository) return printTable(rows);
    report('profile', rows, { shares: Object.fromEntries(shares.slice(0, 40)) }, await versionOf(node));
  } finally {
    cloud.stop();
    rmSync(folder, { recursive: true });
  }
}

void main();
