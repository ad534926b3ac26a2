import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, repository, runCommand } from '../../local/cloud/run-command';
import { bundleInto, type Bundle } from '../shared/processes';

/** Those that are compared: our function as it is deployed, and three that do less. */
export const peers = ['ours', 'usual', 'lite', 'floor'] as const;
export type SendPeer = (typeof peers)[number];

const sources = join(__dirname, 'peers');

/** Bundles all in the same way; ours is what `npm run bundle` made. */
export async function bundlePeers(folder: string): Promise<Readonly<Record<SendPeer, Bundle>>> {
  const file = join(repository, 'dist/lambda/send/index.js');
  if (!existsSync(file))
    throw new Error(`the bundle of the send function is missing, looked for ${file}: run npm run bundle`);
  return {
    ours: { file, bytes: readFileSync(file).byteLength },
    usual: await bundleInto(folder, 'usual', await placeUsual()),
    lite: await bundleInto(folder, 'lite', join(sources, 'lite.ts')),
    floor: await bundleInto(folder, 'floor', join(sources, 'floor.ts')),
  };
}

/** The usual handler beside the packages that it needs, which are no dependencies of ours. */
async function placeUsual(): Promise<string> {
  const folder = join(cache, 'bench-send-peers');
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'usual.mjs']) copyFileSync(join(sources, name), join(folder, name));
  if (!existsSync(join(folder, 'node_modules/@aws-lambda-powertools/idempotency'))) {
    await runCommand('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder });
  }
  return join(folder, 'usual.mjs');
}
