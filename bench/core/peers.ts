import { build } from 'esbuild';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');

/** The two that are compared: our core, whole, and the official client. */
export const peers = ['ours', 'official'] as const;
export type Peer = (typeof peers)[number];

const entries: Readonly<Record<Peer, string>> = {
  ours: join(repository, 'lib/notify/index.ts'),
  official: require.resolve('notifications-node-client'),
};

export interface Bundle {
  readonly file: string;
  readonly bytes: number;
}

/** Bundles both in the same way, as one would for a Lambda function. */
export async function bundlePeers(folder: string): Promise<Readonly<Record<Peer, Bundle>>> {
  return { ours: await bundle('ours', folder), official: await bundle('official', folder) };
}

async function bundle(peer: Peer, folder: string): Promise<Bundle> {
  const file = join(folder, `${peer}.cjs`);
  await bundleInto(file, entries[peer], true);
  return { file, bytes: statSync(file).size };
}

/** Bundles a program of the bench, so that no compiler runs in the processes that are measured. */
export async function bundleProgram(name: 'child' | 'server', folder: string): Promise<string> {
  const file = join(folder, `${name}.cjs`);
  await bundleInto(file, join(__dirname, `${name}.ts`), false);
  return file;
}

async function bundleInto(outfile: string, entry: string, minify: boolean): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    minify,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
}
