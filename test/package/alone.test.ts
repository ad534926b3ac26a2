import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { thePackage } from './packed';
import { Stranger } from './stranger';

const entries = ['events', 'notify', 'preflight', 'publisher', 'records', 'testing'].map(
  (name) => `cdk-govuk-notify/${name}`,
);
const packed = thePackage();

const megabyte = 1_000_000;

/** How much the files of a folder hold, in bytes. */
const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0);

let stranger: Stranger;
beforeAll(async () => {
  stranger = new Stranger();
  stranger.take({ 'load.mjs': 'load.mjs', 'fake.cjs': 'fake.cjs' });
  await stranger.install();
});
afterAll(() => stranger.remove());

interface Loaded {
  readonly node: string;
  readonly names: Readonly<
    Record<string, { readonly imported: readonly string[]; readonly required: readonly string[] }>
  >;
  readonly errors: Readonly<Record<string, boolean>>;
  readonly lost: readonly string[];
}

describe('the package, with nothing else installed', () => {
  test('is one package of at most 6 MB', () => {
    const installed = readdirSync(join(stranger.folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(installed).toEqual(['cdk-govuk-notify']);
    const size = sizeOf(join(stranger.folder, 'node_modules'));
    process.stdout.write(
      `install: ${(size / megabyte).toFixed(2)} MB of 6, tarball ${(packed.size / megabyte).toFixed(2)} MB\n`,
    );
    expect(size).toBeLessThanOrEqual(6 * megabyte);
  });

  describe.each(Object.entries(packed.nodes))('on Node %s', (major, node) => {
    let loaded: Loaded;
    beforeAll(async () => {
      loaded = JSON.parse(await stranger.node(['load.mjs', ...entries], { node })) as Loaded;
    });

    test('it is that Node', () => {
      expect(loaded.node).toMatch(new RegExp(`^v${major}\\.`));
    });

    test.each(entries)('%s gives the same by import as by require', (entry) => {
      expect(loaded.names[entry]?.required.length).toBeGreaterThan(0);
      expect(loaded.names[entry]?.imported).toEqual(loaded.names[entry]?.required);
    });

    test('an error is known by either build, whichever threw it', () => {
      expect(Object.entries(loaded.errors).filter(([, holds]) => !holds)).toEqual([]);
    });

    test('both builds say in the same way that the AWS SDK is missing', () => {
      expect(loaded.lost).toEqual(['MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
    });

    test('a fake publisher works without the AWS SDK', async () => {
      const told = JSON.parse(await stranger.node(['fake.cjs'], { node })) as object;
      expect(told).toEqual({ published: 1, checked: true, loaded: ['fake.cjs'] });
    });

    test('the command line starts, and knows its version', async () => {
      const program = 'node_modules/cdk-govuk-notify/dist/bin/notify.js';
      expect(await stranger.node([program, '--version'], { node })).toBe(`${version}\n`);
      expect(await stranger.node([program, 'stand-in', '--help'], { node })).toContain('stand-in');
      // By then the stand-in is loaded.
      const withoutWorld = stranger.node([program, 'stand-in', '--world', 'no-such.json'], { node });
      await expect(withoutWorld).rejects.toThrow('world file "no-such.json" cannot be read');
    });
  });
});
