import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { devDependencies, exports as entryPoints, peerDependencies, version } from '../../package.json';
import { pack, repository, run, Stranger, type Packed } from './stranger';

const lowest = (range: string): string => range.replace(/^\^/, '');
const bin = (name: string): string => join(repository, 'node_modules/.bin', name);

/** What the publisher takes. */
const sdk = {
  '@aws-sdk/client-sqs': devDependencies['@aws-sdk/client-sqs'],
  '@aws-sdk/client-s3': devDependencies['@aws-sdk/client-s3'],
};

let folder: string;
let packed: Packed;
let stranger: Stranger;
beforeAll(async () => {
  stranger = new Stranger();
  folder = mkdtempSync(join(tmpdir(), 'packed-'));
  packed = await pack(folder);
});
afterAll(() => {
  stranger.remove();
  rmSync(folder, { recursive: true });
});

describe('the package', () => {
  test('is no bigger than 3 MB when it is unpacked', () => {
    expect(packed.unpackedSize).toBeLessThanOrEqual(3_000_000);
  });

  test('holds what is needed, and neither tests nor sources', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(new Set(paths.map((path) => path.split('/')[0]))).toEqual(
      new Set(['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD-PARTY-LICENSES', 'dist', 'docs', 'package.json']),
    );
    const inDist = paths.filter((path) => path.startsWith('dist/'));
    expect(inDist.filter((path) => !/\.(js|d\.ts|zip)$/.test(path))).toEqual([]);
    expect(inDist.filter((path) => /test\.|__snapshots__/.test(path))).toEqual([]);
    expect(inDist.filter((path) => /^dist\/lambda\/(?!\w[\w-]*\.zip$)/.test(path))).toEqual([]);
  });

  test('holds every file that its entry points name', () => {
    const named = JSON.stringify(entryPoints).match(/(?<="\.\/)[^"*]+\.\w+(?=")/g) ?? [];
    const paths = packed.files.map(({ path }) => path);
    expect(named.length).toBeGreaterThan(Object.keys(entryPoints).length);
    expect(paths).toEqual(expect.arrayContaining(named.filter((path) => path.includes('/'))));
  });

  test('holds every guide that its README sends to', () => {
    const guides = readFileSync(join(repository, 'README.md'), 'utf8').match(/docs\/guide\/[\w-]+\.md/g) ?? [];
    expect(guides).toContain('docs/guide/publish.md');
    expect(packed.files.map(({ path }) => path)).toEqual(expect.arrayContaining(guides));
  });

  test('has nothing that publint finds fault with', async () => {
    expect(await run(folder, bin('publint'), 'run', packed.tarball, '--strict')).toMatch(/All good!\s*$/);
  });

  test('has types that agree with its code, however it is imported', async () => {
    // Resolution as in Node 10 knows no entry points, and TypeScript has given it up.
    const told = await run(
      folder,
      bin('attw'),
      packed.tarball,
      '--profile',
      'node16',
      '--format',
      'ascii',
      '--no-emoji',
    );
    expect(told).toContain('node16 (from ESM): OK');
  });
});

describe.each([
  ['the CDK that it is built with', devDependencies],
  ['the lowest CDK that it takes', peerDependencies],
])('in an app that has %s', (_which, versions) => {
  beforeAll(async () => {
    const { 'aws-cdk-lib': cdk, constructs } = versions;
    await stranger.install(packed.tarball, { ...sdk, 'aws-cdk-lib': lowest(cdk), constructs: lowest(constructs) });
  });

  test('the CDK is that one', () => {
    const { version } = JSON.parse(stranger.read('node_modules/aws-cdk-lib/package.json')) as {
      readonly version: string;
    };
    expect(version).toBe(lowest(versions['aws-cdk-lib']));
  });

  test('strict TypeScript that uses all of it compiles, as CommonJS and as an ES module', async () => {
    expect(await stranger.run('tsc', '-p', '.')).toBe('');
  });

  test.each(['cjs', 'mjs'])('app.%s synthesizes, and sends to the stand-in', async (module) => {
    const program = `process.env.CDK_OUTDIR = 'out-${module}'; import('./app.${module}')`;
    const told = await stranger.node('--eval', program);
    expect(JSON.parse(told)).toMatchObject({ subject: 'Your appointment on Monday', publisher: 'function' });
    const { Resources } = JSON.parse(stranger.read(`out-${module}`, 'Service.template.json')) as {
      readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
    };
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types).toEqual(expect.arrayContaining(['AWS::SQS::Queue', 'AWS::Lambda::Function', 'AWS::S3::Bucket']));
  });

  test('its tests run in Jest', async () => {
    expect(JSON.parse(await stranger.run('jest', '--json'))).toMatchObject({ success: true, numPassedTests: 2 });
  });

  test('its command line starts, and knows its version', async () => {
    expect(await stranger.run('cdk-govuk-notify', '--version')).toBe(`${version}\n`);
    expect(await stranger.run('cdk-govuk-notify', 'stand-in', '--help')).toContain('stand-in');
  });
});
