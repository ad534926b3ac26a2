import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type BuildOptions } from 'esbuild';

const repository = resolve(__dirname, '..');
const source = (path: string): string => join(repository, path);

/** One folder a function. Each becomes `dist/lambda/<name>/index.js`, where the construct looks for it. */
const functions = ['announce', 'poll', 'receipts', 'release', 'send', 'texts'] as const;

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
};

/** The functions hold all they need: Lambda has the AWS SDK too, but loads its own copy slower. */
const lambdas: BuildOptions = {
  ...common,
  entryPoints: functions.map((name) => ({ in: source(`lambda/${name}/index.ts`), out: `${name}/index` })),
  outdir: source('dist/lambda'),
  target: 'node24',
  minify: true,
  keepNames: true,
};

/** The command line is installed with the package, so it finds the dependencies beside it. */
const commandLine: BuildOptions = {
  ...common,
  entryPoints: [source('bin/notify.ts')],
  outdir: source('dist/bin'),
  target: 'node20',
  packages: 'external',
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
  await Promise.all([build(lambdas), build(commandLine), build(token)]);
}

void bundle();
