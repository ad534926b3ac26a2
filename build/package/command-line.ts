import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions, type BuildResult, type Metafile, type Plugin } from 'esbuild';
import { AwsApart } from './aws-apart';
import { compressed } from './compressed';
import { forNode } from './options';
import { fromVendor } from './vendor';

/** The stand-in is in the package already, for the one command that serves it. */
const standInFromPackage: Plugin = {
  name: 'stand-in from package',
  setup: (bundle) =>
    bundle.onResolve({ filter: /\/lib\/testing$/ }, () => ({ path: '../cjs/testing.js', external: true })),
};

/** Runs what is packed beside it: the AWS SDK makes the command line the largest part of the package by far. */
const loader = `const { readFileSync } = require('node:fs');
const { compileFunction } = require('node:vm');
const { brotliDecompressSync } = require('node:zlib');
const code = brotliDecompressSync(readFileSync(__filename + '.br')).toString();
const terms = ['exports', 'require', 'module', '__filename', '__dirname'];
const run = compileFunction(code, terms, { filename: __filename });
run(exports, require, module, __filename, __dirname);
`;

const options = {
  ...forNode,
  write: false,
  format: 'cjs',
  bundle: true,
  minify: true,
  // Code that is compiled by itself may call require() and not import().
  supported: { 'dynamic-import': false },
} satisfies BuildOptions;

/**
 * Bundles the command line with all that it needs, the AWS SDK too, because it may run where that is not installed. Answers
 * what is in it.
 */
export async function bundleCommandLine(dist: string, quality: number): Promise<Metafile[]> {
  const folder = join(dist, 'bin');
  await mkdir(folder, { recursive: true });
  const aws = new AwsApart('./aws.js');
  const program = await build({
    ...options,
    entryPoints: ['bin/notify.ts'],
    plugins: [standInFromPackage, fromVendor, aws.plugin],
  });
  const sdk = await build({ ...options, ...aws.sdk() });
  await Promise.all([
    writePacked(join(folder, 'notify.js'), program, quality, '#!/usr/bin/env node\n'),
    writePacked(join(folder, 'aws.js'), sdk, quality),
  ]);
  return [program.metafile, sdk.metafile];
}

async function writePacked(
  file: string,
  { outputFiles }: BuildResult<typeof options>,
  quality: number,
  firstLine = '',
): Promise<void> {
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error(`${file} has no bundle`);
  await writeFile(`${file}.br`, await compressed(bundle.text.replace(/^#!.*/, ''), quality));
  await writeFile(file, firstLine + loader, { mode: firstLine ? 0o755 : 0o644 });
}
