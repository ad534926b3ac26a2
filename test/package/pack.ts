import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tell, type Packed } from './packed';
import { repository, run } from './run';
import { nodeVersions } from './tools';

/** Packs the package as it would be published, once for all tests. */
export default async function pack(): Promise<void> {
  const into = mkdtempSync(join(tmpdir(), 'packed-'));
  await run(repository, 'npm', ['run', 'prepack']);
  const told = await run(repository, 'npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into]);
  const [packed] = JSON.parse(told) as [Omit<Packed, 'tarball' | 'folder' | 'nodes'> & { readonly filename: string }];
  const tarball = join(into, packed.filename);
  await run(into, 'tar', ['-xzf', tarball]);
  tell({ ...packed, tarball, folder: join(into, 'package'), nodes: await findNodes(into) });
}

async function findNodes(folder: string): Promise<Readonly<Record<string, string>>> {
  const programs: [string, string][] = [];
  for (const version of nodeVersions) {
    const print = ['node', '-p', 'process.execPath'];
    const told = await run(folder, 'npm', ['exec', '--yes', `--package=node@${version}`, '--', ...print]);
    programs.push([version.replace(/\..*/, ''), told.trim()]);
  }
  return Object.fromEntries(programs);
}
