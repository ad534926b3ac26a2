import { join } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { inFunctions, onMachines } from './entries';
import { inboxFromDist } from './inbox-assets';
import { forNode } from './options';
import { bundleVendor, fromVendor } from './vendor';

/** What entries share stands in files of its own. The rest of the world is left out: the app has it, or Lambda. */
const shared = {
  ...forNode,
  format: 'esm',
  bundle: true,
  splitting: true,
  chunkNames: 'shared-[hash]',
  external: ['@aws-sdk/*', 'aws-cdk-lib', 'constructs'],
} satisfies BuildOptions;

/**
 * Builds what others import: ES modules in dist/esm/ and CommonJS in dist/cjs/, from the same sources, with all they
 * need of other packages inside or in dist/vendor/. Answers what is in it.
 */
export async function bundleCode(dist: string): Promise<Metafile[]> {
  const [esm, cjs, vendor] = await Promise.all([
    bundleEsm(join(dist, 'esm')),
    bundleCjs(join(dist, 'cjs')),
    bundleVendor(dist),
  ]);
  return [esm, cjs, ...vendor];
}

async function bundleEsm(outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    ...shared,
    entryPoints: inFunctions,
    outdir,
    outExtension: { '.js': '.mjs' },
    plugins: [fromVendor],
  });
  return metafile;
}

/** esbuild shares code between entries in ES modules alone, so each of those is made CommonJS afterwards. */
async function bundleCjs(outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    ...shared,
    entryPoints: { ...inFunctions, ...onMachines },
    outdir,
    plugins: [fromVendor, inboxFromDist],
  });
  await build({
    ...forNode,
    entryPoints: Object.keys(metafile.outputs),
    outdir,
    allowOverwrite: true,
    format: 'cjs',
    // Jest does not let users' tests call import().
    supported: { 'dynamic-import': false },
  });
  return metafile;
}
