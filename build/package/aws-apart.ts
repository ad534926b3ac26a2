import { readFile } from 'node:fs/promises';
import type { BuildOptions, Plugin } from 'esbuild';
import { repository } from './entries';

/** What files of ours take from a client of the AWS SDK: these names, or all of it where it is imported while we run. */
interface Taken {
  readonly path: string;
  readonly names: readonly string[] | undefined;
}

/**
 * Keeps the AWS SDK out of a bundle, for a second one that is loaded with the first use of a client: it is the larger part, and
 * help and what goes wrong before AWS is asked need none of it.
 */
export class AwsApart {
  readonly #taken = new Map<string, Taken>();

  /** @param file where the second bundle is, from the first */
  constructor(readonly file: string) {}

  /** For the first bundle. */
  readonly plugin: Plugin = {
    name: 'AWS SDK apart',
    setup: (bundle) => {
      bundle.onResolve({ filter: /^@aws-sdk\// }, async ({ path, kind, importer }) => {
        // The bucket's client is for files, which no spreadsheet holds.
        if (path === '@aws-sdk/client-s3') return { path, external: true };
        const names = kind === 'import-statement' ? namesIn(await readFile(importer, 'utf8'), path) : undefined;
        const key = names ? `${path}:${names.join()}` : path;
        this.#taken.set(key, { path, names });
        return { path: key, namespace: 'apart', pluginData: { names } };
      });
      bundle.onResolve({ filter: /./, namespace: 'apart' }, ({ path }) => ({ path, external: true }));
      bundle.onLoad({ filter: /./, namespace: 'apart' }, ({ path, pluginData }) => {
        const { names } = pluginData as Pick<Taken, 'names'>;
        const load = `require('${this.file}')['${path}']()`;
        const getters = names?.map((name) => `get ${name}() { return ${load}.${name}; }`);
        return { contents: `module.exports = ${getters ? `{ ${getters.join(', ')} }` : load};` };
      });
    },
  };

  /** What the second bundle is made of, once the first is made. */
  sdk(): Pick<BuildOptions, 'stdin' | 'plugins'> {
    const loaders = [...this.#taken.keys()].map((key) => `exports['${key}'] = () => require('taken:${key}');`);
    return { stdin: { contents: loaders.sort().join('\n'), resolveDir: repository }, plugins: [this.#takenOnly] };
  }

  readonly #takenOnly: Plugin = {
    name: 'what is taken of the AWS SDK',
    setup: (bundle) => {
      bundle.onResolve({ filter: /^taken:/ }, ({ path }) => ({
        path: path.slice('taken:'.length),
        namespace: 'taken',
      }));
      bundle.onLoad({ filter: /./, namespace: 'taken' }, ({ path: key }) => {
        const { path, names } = this.#taken.get(key) ?? { path: key, names: undefined };
        return {
          contents: `export ${names ? `{ ${names.join(', ')} }` : '*'} from '${path}';`,
          resolveDir: repository,
        };
      });
    },
  };
}

/** The names that a file imports, without types. */
function namesIn(source: string, path: string): string[] {
  const [, list = ''] = new RegExp(`^import \\{([^}]*)\\} from '${path}';`, 'm').exec(source) ?? [];
  const names = list.split(',').map((name) => name.trim());
  const values = names.filter((name) => name !== '' && !name.startsWith('type ')).sort();
  if (values.length === 0) throw new Error(`an import of ${path} has no names; import its values by their names`);
  return values;
}
