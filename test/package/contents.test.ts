import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isBuiltin } from 'node:module';
import { functions } from '../../build/bundle';
import { inFunctions, onMachines } from '../../build/package/entries';
import { deadLinks } from '../../build/release/dead-links';
import { exports as entryPoints, peerDependencies } from '../../package.json';
import { thePackage } from './packed';
import { repository, run } from './run';

const packed = thePackage();
const paths = packed.files.map(({ path }) => path);
const read = (path: string): string => readFileSync(join(packed.folder, path), 'utf8');
const bin = (name: string): string => join(repository, 'node_modules/.bin', name);

/** The packages that files import, as they are written in them. */
function importedBy(files: readonly string[]): ReadonlySet<string> {
  const imports = files.flatMap((path) => {
    const code = read(path).replace(/\/\*.*?\*\//gs, '');
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
        'CONTRIBUTING.md',
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
    expect(inDist.filter((path) => !/\.(js|mjs|cjs|d\.ts|d\.mts|zip|cdx\.json)$/.test(path))).toEqual([]);
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

  test('has no dead links in its pages', () => {
    const pages = paths.filter((path) => path.endsWith('.md')).map((path): [string, string] => [path, read(path)]);
    expect(pages.map(([path]) => path)).toEqual(expect.arrayContaining(['README.md', 'docs/guide/publish.md']));
    expect(deadLinks(new Map(pages), paths)).toEqual([]);
  });

  test('runs nothing where it is installed, and brings nothing with it', () => {
    const { scripts, ...about } = JSON.parse(read('package.json')) as { readonly scripts: object };
    const run = Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name));
    expect([run, Object.keys(about).filter((name) => /^(optional|bundled?)?dependencies$/i.test(name))]).toEqual([
      [],
      [],
    ]);
  });

  test('imports nothing but Node and its peers', () => {
    const code = paths.filter((path) => /^dist\/(cjs|esm|vendor)\//.test(path));
    expect(code.length).toBeGreaterThan(10);
    expect([...importedBy(code)].filter((name) => !isPeer(name))).toEqual([]);
  });

  test('has types that name nothing but Node and its peers', () => {
    const types = paths.filter((path) => path.startsWith('dist/types/'));
    expect([...importedBy(types)].filter((name) => !isPeer(name))).toEqual([]);
    const inFunction = Object.keys(inFunctions).concat(Object.keys(onMachines).filter((name) => name !== 'index'));
    const withoutCdk = types.filter((path) => !/^dist\/types\/(index\.d|construct\/)/.test(path));
    expect(inFunction).toHaveLength(5);
    expect([...importedBy(withoutCdk)]).toEqual([]);
  });

  test('names the licence of everything that is bundled, and none is unknown', () => {
    const notice = read('THIRD-PARTY-LICENSES');
    const titles = notice.match(/^(?:@[\w.-]+\/)?[\w.-]+ \d+\.\d+\.\d+\S* \(.+\)$/gm) ?? [];
    expect(titles.filter((title) => /undefined|unknown|unlicensed/i.test(title))).toEqual([]);
    const names = titles.map((title) => title.split(' ')[0]);
    expect(names).toEqual(expect.arrayContaining(['jose', 'zod', 'uuid', 'pdfkit', 'png-js', 'google-libphonenumber']));
    for (const name of functions) {
      const { components } = JSON.parse(read(`dist/lambda/${name}.cdx.json`)) as Bill;
      const inArchive = components.map((each) => `${each.group ? `${each.group}/` : ''}${each.name} ${each.version} (`);
      expect(inArchive.filter((start) => !titles.some((title) => title.startsWith(start)))).toEqual([]);
    }
  });

  test('says of the archive of every function what it is made of, each with its licence', () => {
    for (const name of functions) {
      const { bomFormat, components } = JSON.parse(read(`dist/lambda/${name}.cdx.json`)) as Bill;
      expect([bomFormat, paths.includes(`dist/lambda/${name}.zip`)]).toEqual(['CycloneDX', true]);
      expect(components.map((each) => each.name)).toContain('credential-provider-env');
      expect(components.filter(({ licenses, purl }) => !licenses?.length || !purl)).toEqual([]);
    }
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
    expect(told.match(/node16 \(from CJS\): OK \(CJS\)/g)).toHaveLength(6);
  });
});

interface Bill {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly purl?: string;
    readonly licenses?: readonly unknown[];
  }[];
}
