import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { dependencies } from '../package.json';
import { archive } from './archive';
import { bundledPackages, copiedPackages, licenceNotice } from './third-party-licences';

const repository = resolve(__dirname, '..');
const source = (path: string): string => join(repository, path);

/** One folder a function. Each becomes `dist/lambda/<name>.zip`, where the construct looks for it. */
const functions = ['announce', 'callbacks', 'letter-pdfs', 'poll', 'received-texts', 'release', 'send'] as const;

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  metafile: true,
  absWorkingDir: repository,
  logLevel: 'warning',
};

/** What a function loads only when it needs it: a file beside the function, and where its source is. */
const loadedLater = { 'send/s3-client': 'lambda/shared/aws/s3-client.ts' } as const;

/** Leaves what is loaded later where it is: inside the function's own file it would cost every start. */
const leaveForLater: Plugin = {
  name: 'leave for later',
  setup: (bundle) =>
    bundle.onResolve({ filter: /^\.\// }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && resolveDir.startsWith(source('lambda'))
        ? { path: `${path}.js`, external: true }
        : undefined,
    ),
};

/** The functions hold all they need: Lambda has the AWS SDK too, but loads its own copy slower. */
const lambdas: BuildOptions = {
  ...common,
  entryPoints: [
    ...functions.map((name) => ({ in: source(`lambda/${name}/index.ts`), out: `${name}/index` })),
    ...Object.entries(loadedLater).map(([out, path]) => ({ in: source(path), out })),
  ],
  plugins: [leaveForLater],
  outdir: source('dist/lambda'),
  target: 'node24',
  minify: true,
  keepNames: true,
};

/**
 * The command line is installed with the package, so it finds the package's dependencies beside it, and holds whatever
 * else it needs. The bucket's client is only for files, which no spreadsheet holds.
 */
const commandLine: BuildOptions = {
  ...common,
  entryPoints: [source('bin/notify.ts')],
  outdir: source('dist/bin'),
  target: 'node20',
  external: [...Object.keys(dependencies), '@aws-sdk/client-s3'],
  minify: true,
};

/**
 * The one file of the core that needs jose, which ships as an ES module alone: with it inside, the core can be required
 * everywhere, also in the tests of whoever uses it.
 */
const token: BuildOptions = {
  ...common,
  entryPoints: [source('lib/notify/token.ts')],
  outfile: source('dist/notify/token.js'),
  target: 'node20',
};

async function bundle(): Promise<void> {
  await rm(source('dist/lambda'), { recursive: true, force: true });
  const built = await Promise.all([lambdas, commandLine, token].map((options) => build(options)));
  const folder = source('dist/lambda');
  await Promise.all(functions.map((name) => archive(join(folder, name), join(folder, `${name}.zip`))));
  const metafiles = built.flatMap(({ metafile }) => metafile ?? []);
  const packages = [...(await bundledPackages(repository, metafiles)), ...(await copiedPackages())];
  await writeFile(source('THIRD-PARTY-LICENSES'), licenceNotice(packages));
}

void bundle();
