import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inFunctions, onMachines, repository } from './entries';

/**
 * Writes the declarations of all entries to dist/types/: one for both builds, so that a class is one type however it is
 * imported. What no entry leads to is left out.
 */
export async function writeTypes(dist: string): Promise<void> {
  const types = join(dist, 'types');
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const options = ['-p', join(repository, 'tsconfig.build.json'), '--outDir', types];
  await promisify(execFile)(process.execPath, [tsc, ...options]).catch(({ stdout }: { stdout: string }) => {
    throw new Error(`the declarations cannot be written:\n${stdout}`);
  });
  const entries = Object.values({ ...inFunctions, ...onMachines }).map((path) => declarationOf(types, path));
  const needed = await reachable(entries);
  const all = await readdir(types, { recursive: true, withFileTypes: true });
  const files = all.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  await Promise.all(files.filter((file) => !needed.has(file)).map((file) => rm(file)));
  await Promise.all(Object.values(inFunctions).map((path) => writeForEsm(declarationOf(types, path))));
}

/** To TypeScript an ES module is a file of its own, by its name. */
const writeForEsm = (declaration: string): Promise<void> =>
  writeFile(declaration.replace(/\.d\.ts$/, '.d.mts'), "export * from './index.js';\n");

const declarationOf = (types: string, source: string): string =>
  join(types, relative('lib', source)).replace(/\.ts$/, '.d.ts');

/** The declarations that these lead to, themselves too. */
async function reachable(entries: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set(entries);
  // A loop through a set also gets to what is added meanwhile.
  for (const file of found) for (const next of await importedBy(file)) found.add(next);
  return found;
}

async function importedBy(file: string): Promise<string[]> {
  // The examples in comments import too.
  const code = (await readFile(file, 'utf8')).replace(/\/\*.*?\*\//gs, '');
  const paths = [...code.matchAll(/(?:from |import\()['"](\.[^'"]*)['"]/g)].map(([, path = '']) => path);
  return paths.map((path) => {
    const place = resolve(dirname(file), path);
    return existsSync(`${place}.d.ts`) ? `${place}.d.ts` : join(place, 'index.d.ts');
  });
}
