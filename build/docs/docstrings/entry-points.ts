import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../pages';

type Target = string | { readonly [condition: string]: Target };

/** The types that an entry of `exports` leads to; none if it is a file of JSON. */
function typesOf(target: Target): string | undefined {
  if (typeof target === 'string') return undefined;
  const { types, require } = target;
  if (typeof types === 'string') return types;
  return require === undefined ? undefined : typesOf(require);
}

/** The source of every entry point that package.json exports, by the name that it is imported by. */
export function entryPoints(): ReadonlyMap<string, string> {
  const { name, exports } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, Target>>;
  };
  return new Map(
    Object.entries(exports).flatMap(([path, target]) => {
      const types = typesOf(target);
      if (types === undefined) return [];
      return [[path.replace(/^\./, name), types.replace('./dist/types/', 'lib/').replace('.d.ts', '.ts')] as const];
    }),
  );
}
