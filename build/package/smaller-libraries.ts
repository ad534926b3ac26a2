import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** pdfkit asks for its fonts' measures by a `require` that it makes for itself, which no bundler follows. */
export const fontsInside = changed(
  /[\\/]pdfkit[\\/]js[\\/]pdfkit\.js$/,
  /require\$1\('#standard-fonts\//g,
  "require('#standard-fonts/",
);

/** What is known of short numbers, such as 999: a seventh of the library, and nothing here asks for it. */
export const withoutShortNumbers = changed(
  /[\\/]google-libphonenumber[\\/]dist[\\/]libphonenumber\.js$/,
  /(?<=shortnumbermetadata\.countryToMetadata=)\{[^;]*\};/,
  '{};',
);

/** A megabyte that pdfkit needs for fonts in WOFF2 alone. */
export const withoutBrotli: Plugin = {
  name: 'without brotli',
  setup: (build) => {
    build.onResolve({ filter: /^brotli\// }, ({ path }) => ({ path, namespace: 'left out' }));
    build.onLoad({ filter: /./, namespace: 'left out' }, () => ({
      contents:
        "module.exports = () => { throw new Error('fonts in WOFF2 cannot be read here: give the font in another format'); };",
    }));
  },
};

/** libmagic's code, which is compressed beside it: a third of its 1.7 MB. */
export const libmagic = { file: 'file-types.wasm.br', source: 'wasmagic/dist/libmagic-wrapper.wasm' } as const;

/** Has wasmagic take libmagic from the compressed file, and not from one beside its own code. */
export const libmagicCompressed = changed(
  /[\\/]wasmagic[\\/]dist[\\/]index\.js$/,
  /locateFile: options\.locateFile,/,
  `wasmBinary: require('node:zlib').brotliDecompressSync(require('node:fs').readFileSync(__dirname + '/${libmagic.file}')),`,
);

/** Changes a file of a library as it is bundled. Fails when the file no longer has what is to be changed. */
export function changed(file: RegExp, what: RegExp, into: string): Plugin {
  return {
    name: `changed ${file.source}`,
    setup: (build) =>
      build.onLoad({ filter: file }, async ({ path }) => {
        const code = await readFile(path, 'utf8');
        const contents = code.replace(what, into);
        if (contents === code)
          throw new Error(`${path} is built otherwise now, without ${what}: see what is to be changed in it`);
        return { contents, loader: 'js' };
      }),
  };
}
