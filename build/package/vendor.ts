import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { compressed } from './compressed';
import { forNode } from './options';
import { fontsInside, libmagic, libmagicCompressed, withoutBrotli, withoutShortNumbers } from './smaller-libraries';

/** Big libraries that few calls need, and what each is called in dist/vendor/. */
const libraries: Readonly<Record<string, string>> = {
  'google-libphonenumber': 'phone-numbers',
  pdfkit: 'pdf',
  wasmagic: 'file-types',
};

/**
 * Takes the libraries from dist/vendor/ where the sources require them. Every file of a build lies one folder below
 * dist/, so the way there is the same from all.
 */
export const fromVendor: Plugin = {
  name: 'from vendor',
  setup: (bundle) => {
    const names = Object.keys(libraries).join('|');
    bundle.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path }) => ({ path, namespace: 'vendor' }));
    bundle.onResolve({ filter: /./, namespace: 'vendor' }, ({ path }) => ({ path, external: true }));
    bundle.onLoad({ filter: /./, namespace: 'vendor' }, ({ path }) => ({
      contents: `import { load } from '../vendor/${libraries[path]}.cjs'; module.exports = load();`,
    }));
  },
};

/**
 * Makes dist/vendor/: of each library its code, minified, and beside it a small file that loads it with the first call.
 * So one copy serves both builds, and Node need not look through it for what it exports. Answers what is in the code.
 * @param quality of Brotli
 */
export async function bundleVendor(dist: string, quality: number): Promise<Metafile[]> {
  const folder = join(dist, 'vendor');
  await mkdir(folder, { recursive: true });
  const built = Object.entries(libraries).map(([name, file]) => bundleLibrary(folder, name, file));
  const [metafiles] = await Promise.all([Promise.all(built), writeLibmagic(join(folder, libmagic.file), quality)]);
  return metafiles;
}

async function bundleLibrary(folder: string, name: string, file: string): Promise<Metafile> {
  const { metafile } = await build({
    ...forNode,
    entryPoints: [require.resolve(name)],
    outfile: join(folder, `${file}.code.cjs`),
    format: 'cjs',
    bundle: true,
    minify: true,
    mainFields: ['main'],
    logLevel: 'error',
    plugins: [fontsInside, libmagicCompressed, withoutBrotli, withoutShortNumbers],
  });
  await writeFile(join(folder, `${file}.cjs`), `exports.load = () => require('./${file}.code.cjs');\n`);
  return metafile;
}

async function writeLibmagic(file: string, quality: number): Promise<void> {
  await writeFile(file, await compressed(await readFile(require.resolve(libmagic.source)), quality));
}
