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
export async function bundleCode(dist: string, quality: number): Promise<Metafile[]> {
  const [esm, cjs, vendor] = await Promise.all([
    bundleEsm(join(dist, 'esm')),
    bundleCjs(join(dist, 'cjs')),
    bundleVendor(dist, quality),
  ]);
  return [...esm, cjs, ...vendor];
}

/** What a publisher shares with these it would carry with it, so each is built by itself. */
async function bundleEsm(outdir: string): Promise<Metafile[]> {
  const { events, records, ...others } = inFunctions;
  const built = [others, { events }, { records }].map((entryPoints) =>
    build({ ...shared, entryPoints, outdir, outExtension: { '.js': '.mjs' }, plugins: [fromVendor] }),
  );
  return (await Promise.all(built)).map(({ metafile }) => metafile);
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
