import { importsOf } from './imports';
import { walls } from './walls';

/** What is wrong with the imports of a file, for the person who wrote them. `file` is its path from the repository. */
export const breachesIn = (file: string, source: string): readonly string[] =>
  importsOf(file, source).flatMap(({ imported, specifier }) =>
    walls
      .filter(({ around, refuses }) => around(file) && refuses(imported))
      .map(({ name, why }) => `${file} must not import '${specifier}' (wall: ${name}): ${why}`),
  );
