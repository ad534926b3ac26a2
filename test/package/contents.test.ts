import { dirname, join } from 'node:path';
import { isBuiltin } from 'node:module';
import { inFunctions, onMachines } from '../../build/package/entries';
import { packageChecks } from '../../build/release/package-checks';
import { unpackedIn } from '../../build/release/unpacked';
import { exports as entryPoints, peerDependencies } from '../../package.json';
import { thePackage } from './packed';
import { repository, run } from './run';

const packed = thePackage();
const paths = packed.files.map(({ path }) => path);
const unpacked = unpackedIn(packed.folder, paths);
const bin = (name: string): string => join(repository, 'node_modules/.bin', name);

/** The packages that files import, as they are written in them. */
function importedBy(files: readonly string[]): ReadonlySet<string> {
  const imports = files.flatMap((path) => {
    const code = unpacked.read(path).replace(/\/\*.*?\*\//gs, '');
    return [...code.matchAll(/(?:\bfrom |\bimport |\bimport\(|\brequire\()["']([^"'\n]+)["']/g)].map(
      ([, name = '']) => name,
    );
  });
  return new Set(imports.filter((name) => !name.startsWith('.') && !isBuiltin(name)));
}
const isPeer = (name: string): boolean =>
  Object.keys(peerDependencies).some((peer) => name === peer || name.startsWith(`${peer}/`));

describe('the package', () => {
  test('holds what is needed, and neither tests nor sources', () => {
    expect(new Set(paths.map((path) => path.split('/')[0]))).toEqual(
      new Set([
        'CHANGELOG.md',
        'SECURITY.md',
        'LICENSE',
        'README.md',
        'THIRD-PARTY-LICENSES',
        'dist',
        'docs',
        'examples',
        'package.json',
      ]),
    );
    const inDist = paths.filter((path) => path.startsWith('dist/'));
    expect(inDist.filter((path) => !/\.(js|mjs|cjs|d\.ts|d\.mts|zip|cdx\.json|br|css|svg)$/.test(path))).toEqual([]);
    expect(inDist.filter((path) => /test\.|__snapshots__/.test(path))).toEqual([]);
    expect(inDist.filter((path) => /^dist\/lambda\/(?!\w[\w-]*\.(zip|cdx\.json)$)/.test(path))).toEqual([]);
  });

  test('holds every file that its entry points name', () => {
    const named = JSON.stringify(entryPoints).match(/(?<="\.\/)[^"*]+\.\w+(?=")/g) ?? [];
    expect(named.length).toBeGreaterThan(Object.keys(entryPoints).length);
    expect(paths).toEqual(expect.arrayContaining(named.filter((path) => path.includes('/'))));
  });

  test('holds the schema of every event and of the queue message', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        'docs/events/notification-failed.schema.json',
        'docs/contract/queue-message.schema.json',
      ]),
    );
  });

  test.each(Object.entries(packageChecks))('%s', (_what, check) => {
    expect(check(unpacked)).toEqual([]);
  });

  test('imports nothing but Node and its peers', () => {
    const code = paths.filter((path) => /^dist\/(cjs|esm|vendor)\/.*js$/.test(path));
    expect(code.length).toBeGreaterThan(10);
    expect([...importedBy(code)].filter((name) => !isPeer(name))).toEqual([]);
  });

  test('has types that name nothing but Node and its peers', () => {
    const types = paths.filter((path) => path.startsWith('dist/types/'));
    expect([...importedBy(types)].filter((name) => !isPeer(name))).toEqual([]);
    const inFunction = Object.keys(inFunctions).concat(Object.keys(onMachines).filter((name) => name !== 'index'));
    const withoutCdk = types.filter((path) => !/^dist\/types\/(index\.d|construct\/)/.test(path));
    expect(inFunction).toHaveLength(6);
    expect([...importedBy(withoutCdk)]).toEqual([]);
  });

  test('names the licences of what goes into its entries too', () => {
    const names = ['jose', 'zod', 'uuid', 'pdfkit', 'png-js', 'google-libphonenumber'];
    const titles = unpacked.read('THIRD-PARTY-LICENSES').match(/^\S+ \S+ \(.+\)$/gm) ?? [];
    expect(titles.map((title) => title.split(' ')[0])).toEqual(expect.arrayContaining(names));
  });

  test('has nothing that publint finds fault with', async () => {
    const told = await run(dirname(packed.folder), bin('publint'), ['run', packed.tarball, '--strict']);
    expect(told).toMatch(/All good!\s*$/);
  });

  test('has types that agree with its code, however it is imported', async () => {
    // Resolution as in Node 10 knows no entry points, and TypeScript has given it up.
    const terms = ['--profile', 'node16', '--format', 'ascii', '--no-emoji'];
    const told = await run(packed.folder, bin('attw'), [packed.tarball, ...terms]);
    expect(told.match(/node16 \(from ESM\): OK \(ESM\)/g)).toHaveLength(Object.keys(inFunctions).length);
    expect(told.match(/node16 \(from CJS\): OK \(CJS\)/g)).toHaveLength(
      Object.keys({ ...inFunctions, ...onMachines }).length,
    );
  });
});
