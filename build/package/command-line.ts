import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { forNode } from './options';
import { fromVendor } from './vendor';

/** The stand-in is in the package already, for the one command that serves it. */
const standInFromPackage: Plugin = {
  name: 'stand-in from package',
  setup: (bundle) =>
    bundle.onResolve({ filter: /\/lib\/testing$/ }, () => ({ path: '../cjs/testing.js', external: true })),
};

/**
 * Bundles the command line with all that it needs, the AWS SDK too, because whoever runs it need not have that. Only the
 * bucket's client is left out: it is for files, which no spreadsheet holds. Answers what is in it.
 */
export async function bundleCommandLine(dist: string): Promise<Metafile> {
  const { metafile } = await build({
    ...forNode,
    entryPoints: ['bin/notify.ts'],
    outfile: join(dist, 'bin/notify.js'),
    format: 'cjs',
    bundle: true,
    minify: true,
    external: ['@aws-sdk/client-s3'],
    plugins: [standInFromPackage, fromVendor],
  });
  return metafile;
}
