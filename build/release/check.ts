import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { missingFromChangelog, missingFromManifest, type Manifest } from './manifest';
import { packageChecks } from './package-checks';
import { unpackedIn } from './unpacked';

const repository = resolve(__dirname, '../..');
const read = (path: string): Promise<string> => readFile(join(repository, path), 'utf8');

async function run(program: string, ...terms: string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout } = await promisify(execFile)(program, terms, { cwd: repository, env, maxBuffer: 2 ** 26 });
  return stdout;
}

/** Runs a program that finds faults and ends with an error then. */
async function faultsBy(name: string, ...terms: string[]): Promise<readonly string[]> {
  try {
    await run(process.execPath, join(repository, 'node_modules', name), ...terms);
    return [];
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    return [`${name.split('/').at(-2)} finds fault:\n${stdout}${stderr}`.trimEnd()];
  }
}

/** What is not committed would not be in what the provenance says the package is built of. */
async function uncommitted(): Promise<readonly string[]> {
  const files = (await run('git', 'status', '--porcelain')).split('\n').filter(Boolean);
  return files.length === 0 ? [] : [`the working tree is not clean, commit first:\n${files.join('\n')}`];
}

/** Says what was found out, and answers how much is wrong. */
function report(what: string, faults: readonly string[]): number {
  console.log(`${faults.length === 0 ? 'ok     ' : 'NOT YET'}  ${what}`);
  for (const fault of faults) console.log(`           ${fault.replaceAll('\n', '\n             ')}`);
  return faults.length;
}

async function checkPacked(folder: string): Promise<number> {
  const told = await run('npm', 'pack', '--json', '--pack-destination', folder);
  // What its scripts print comes before.
  const [{ filename, files }] = JSON.parse(told.slice(told.search(/^\[/m))) as [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ];
  const tarball = join(folder, filename);
  await run('tar', '-xzf', tarball, '-C', folder);
  const unpacked = unpackedIn(
    join(folder, 'package'),
    files.map(({ path }) => path),
  );
  let wrong = report('it can be packed', existsSync(tarball) ? [] : [`npm pack made no ${filename}`]);
  for (const [what, check] of Object.entries(packageChecks)) wrong += report(what, check(unpacked));
  wrong += report('publint finds nothing', await faultsBy('publint/src/cli.js', 'run', tarball, '--strict'));
  const terms = [tarball, '--profile', 'node16', '--format', 'ascii', '--no-emoji'];
  wrong += report('its types agree with its code', await faultsBy('@arethetypeswrong/cli/dist/index.js', ...terms));
  return wrong;
}

/** Whether the package can be published as it is. Says what is missing, and ends with 1 while anything is. */
async function check(): Promise<void> {
  const manifest = JSON.parse(await read('package.json')) as Manifest;
  let wrong = report('package.json has all that npm asks for', missingFromManifest(manifest));
  wrong += report(
    'the changelog has this version',
    missingFromChangelog(await read('CHANGELOG.md'), `${manifest.version}`),
  );
  const dirty = report('everything is committed', await uncommitted());
  wrong += dirty;
  if (dirty > 0) console.log('\nNothing is packed of what is not committed.');
  else {
    const folder = await mkdtemp(join(tmpdir(), 'release-'));
    try {
      wrong += await checkPacked(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  console.log(wrong === 0 ? '\nIt can be published.' : '\nIt cannot be published yet: see what is marked NOT YET.');
  process.exitCode = wrong === 0 ? 0 : 1;
}

void check();
