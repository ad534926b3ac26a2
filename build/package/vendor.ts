import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { repository } from './entries';
import { forNode } from './options';
import { fontsInside, withoutBrotli, withoutShortNumbers } from './smaller-libraries';

export type Format = 'esm' | 'cjs';

/** Big libraries that few calls need. Each is one minified file in dist/vendor/, and runs with the first call of it. */
const libraries: Readonly<Record<string, { readonly file: string; readonly formats: readonly Format[] }>> = {
  'google-libphonenumber': { file: 'phone-numbers', formats: ['esm', 'cjs'] },
  pdfkit: { file: 'pdf', formats: ['cjs'] },
};

const endings: Readonly<Record<Format, string>> = { esm: 'mjs', cjs: 'cjs' };

/**
 * Takes the libraries from dist/vendor/ where the sources require them. Every file of a build lies one folder below
 * dist/, so the way there is the same from all.
 */
export const fromVendor = (format: Format): Plugin => ({
  name: 'from vendor',
  setup: (bundle) => {
    const names = Object.keys(libraries).join('|');
    bundle.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path }) => ({ path, namespace: 'vendor' }));
    bundle.onResolve({ filter: /./, namespace: 'vendor' }, ({ path }) => ({ path, external: true }));
    bundle.onLoad({ filter: /./, namespace: 'vendor' }, ({ path }) => {
      const file = `../vendor/${libraries[path]?.file}.${endings[format]}`;
      return { contents: `import { load } from '${file}'; module.exports = load();` };
    });
  },
});

/** Makes dist/vendor/. Answers what is in each of its files. */
export function bundleVendor(dist: string): Promise<Metafile[]> {
  const files = Object.entries(libraries).flatMap(([name, { file, formats }]) =>
    formats.map(async (format) => {
      const { metafile } = await build({
        ...forNode,
        format,
        bundle: true,
        minify: true,
        mainFields: ['main'],
        logLevel: 'error',
        plugins: [fontsInside, withoutBrotli, withoutShortNumbers],
        stdin: { contents: `export const load = () => require('${name}');`, resolveDir: repository },
        outfile: join(dist, `vendor/${file}.${endings[format]}`),
      });
      return metafile;
    }),
  );
  return Promise.all(files);
}
