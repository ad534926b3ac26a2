import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Metafile, type Plugin } from 'esbuild';
import { unbranded } from '../../lib/testing/inbox/unbranded';
import { repository } from './entries';
import { forNode } from './options';

const folder = 'inbox';

/** A ninth of its 135 KB. */
const compressed = 'design-system.css';

/** In the package the inbox reads its files from dist/inbox/: every file of a build lies one folder below dist/. */
export const inboxFromDist: Plugin = {
  name: 'inbox from dist',
  setup: (bundle) =>
    bundle.onLoad({ filter: /[\\/]testing[\\/]inbox[\\/]read-asset\.ts$/ }, () => ({
      contents: `
        import { readFileSync } from 'node:fs';
        import { join } from 'node:path';
        import { brotliDecompressSync } from 'node:zlib';
        const read = (name) => readFileSync(join(__dirname, '../${folder}', name));
        export const readAsset = (name) =>
          name === '${compressed}' ? brotliDecompressSync(read(name + '.br')) : read(name);
      `,
    })),
};

/** GOV.UK's font and crest are for GOV.UK only. What is left is compressed: esbuild only carries it over. */
const withoutBranding: Plugin = {
  name: 'without branding',
  setup: (bundle) =>
    bundle.onLoad({ filter: /[\\/]govuk-frontend[\\/].*\.css$/ }, async ({ path }) => ({
      contents: brotliCompressSync(unbranded(await readFile(path, 'utf8'))),
      loader: 'copy',
    })),
};

/** Makes dist/inbox/, the files that the inbox's pages load. Answers what of other packages is in it. */
export async function writeInboxAssets(dist: string): Promise<Metafile> {
  const to = join(dist, folder);
  await cp(join(repository, 'lib/testing/inbox/assets'), to, { recursive: true });
  const { metafile, outputFiles } = await build({
    ...forNode,
    entryPoints: { 'design-system': require.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css') },
    outdir: to,

    bundle: true,
    write: false,
    plugins: [withoutBranding],
  });
  for (const { contents } of outputFiles) await writeFile(join(to, `${compressed}.br`), contents);
  return metafile;
}
