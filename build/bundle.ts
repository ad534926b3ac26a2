import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const repository = resolve(__dirname, '..');

/** One folder a function. Each becomes `dist/lambda/<name>/index.js`, where the construct looks for it. */
export const functions = ['announce', 'poll', 'release', 'send'] as const;

async function bundle(): Promise<void> {
  const output = join(repository, 'dist/lambda');
  await rm(output, { recursive: true, force: true });
  await build({
    entryPoints: functions.map((name) => ({ in: join(repository, `lambda/${name}/index.ts`), out: `${name}/index` })),
    outdir: output,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
}

void bundle();
