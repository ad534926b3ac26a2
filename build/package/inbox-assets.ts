import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { unbranded } from '../../lib/testing/inbox/unbranded';
import { repository } from './entries';
import { forNode } from './options';

const folder = 'inbox';

/** In the package the inbox reads its files from dist/inbox/: every file of a build lies one folder below dist/. */
export const inboxFromDist: Plugin = {
  name: 'inbox from dist',
  setup: (bundle) =>
    bundle.onLoad({ filter: /[\\/]testing[\\/]inbox[\\/]read-asset\.ts$/ }, () => ({
      contents: `
        import { readFileSync } from 'node:fs';
        import { join } from 'node:path';
        export const readAsset = (name) => readFileSync(join(__dirname, '../${folder}', name));
      `,
    })),
};

/** GOV.UK's font and crest are for GOV.UK only. */
const withoutBranding: Plugin = {
  name: 'without branding',
  setup: (bundle) =>
    bundle.onLoad({ filter: /[\\/]govuk-frontend[\\/].*\.css$/ }, async ({ path }) => ({
      contents: unbranded(await readFile(path, 'utf8')),
      // It has tricks for old browsers that esbuild warns of.
      loader: 'copy',
    })),
};

/** Makes dist/inbox/, the files that the inbox's pages load. Answers what of other packages is in it. */
export async function writeInboxAssets(dist: string): Promise<Metafile> {
  const to = join(dist, folder);
  await cp(join(repository, 'lib/testing/inbox/assets'), to, { recursive: true });
  const { metafile } = await build({
    ...forNode,
    entryPoints: { 'design-system': require.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css') },
    outdir: to,
    bundle: true,
    plugins: [withoutBranding],
  });
  return metafile;
}
