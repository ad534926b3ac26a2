import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import about from '../../package.json';

const repository = resolve(__dirname, '../..');

/** The compiler of jsii. It is an older TypeScript with rules of its own, so it is no dependency: npm brings it for this. */
const jsii = 'jsii@6.0.16';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jsii-'));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(forJsii()));
});
beforeEach(() => cpSync(join(repository, 'lib'), join(folder, 'lib'), { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** What jsii asks of a package: who made it, where it is, and its libraries that are not made by jsii bundled in it. */
function forJsii() {
  const { name, version, description, license, devDependencies, peerDependencies } = about;
  const { dependencies = {} } = about as { readonly dependencies?: Readonly<Record<string, string>> };
  const { 'aws-cdk-lib': cdk, constructs } = peerDependencies;
  return {
    name,
    version,
    description,
    license,
    dependencies,
    devDependencies,
    author: 'Nobody',
    repository: { url: 'https://example.gov.uk/repository.git' },
    main: 'lib/index.js',
    types: 'lib/index.d.ts',
    peerDependencies: { 'aws-cdk-lib': cdk, constructs },
    bundleDependencies: Object.keys(dependencies),
    jsii: { outdir: 'out', targets: {} },
  };
}

async function compile(): Promise<void> {
  const terms = ['exec', '--yes', `--package=${jsii}`, '--', 'jsii'];
  await promisify(execFile)('npm', terms, { cwd: folder }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${error.stdout}\n${error.stderr}`, { cause: error });
  });
}

describe('the public face: jsii', () => {
  test('can be expressed in every language that jsii knows', async () => {
    await compile();
    const { types } = JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8')) as { readonly types: object };
    const named = ['INotifyPipeline', 'IPipelineAlarms', 'NotifyPipeline', 'NotifyPipelineProps'];
    expect(Object.keys(types)).toEqual(expect.arrayContaining(named.map((type) => `${about.name}.${type}`)));
  });

  test('is found fault with when it says what another language cannot', async () => {
    const unspeakable = 'export class Unspeakable { neverEnds(): never { throw new Error(); } }';
    writeFileSync(join(folder, 'lib/index.ts'), unspeakable);
    await expect(compile()).rejects.toThrow('JSII1007');
  });
});
