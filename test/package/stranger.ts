import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { devDependencies } from '../../package.json';

export const repository = resolve(__dirname, '../..');
const app = join(__dirname, 'app');

/** Runs a program to its end, and answers what it printed. It fails with all that it printed. */
export async function run(folder: string, program: string, ...terms: string[]): Promise<string> {
  // What npm sets for the scripts of this repository is not for another.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle)_/.test(name));
  // Some programs colour what they print wherever CI is set, and it is read here.
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1' };
  try {
    const { stdout } = await promisify(execFile)(program, terms, { cwd: folder, env, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** A file of a package, as `npm pack` tells of it. */
export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Packed {
  readonly tarball: string;
  readonly unpackedSize: number;
  readonly files: readonly PackedFile[];
}

/** Packs the package as it would be published. */
export async function pack(into: string): Promise<Packed> {
  await run(repository, 'npm', 'run', 'build');
  const told = await run(repository, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', into);
  const [packed] = JSON.parse(told) as [Omit<Packed, 'tarball'> & { readonly filename: string }];
  return { ...packed, tarball: join(into, packed.filename) };
}

const tools = Object.fromEntries(
  (['typescript', 'jest', '@swc/core', '@swc/jest', '@types/node'] as const).map((name) => [
    name,
    devDependencies[name],
  ]),
);
const swc = ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }];

/** The CDK app of somebody else, outside the repository, with the package installed from its tarball. */
export class Stranger {
  readonly folder = mkdtempSync(join(tmpdir(), 'stranger-'));

  constructor() {
    for (const file of readdirSync(app)) copyFileSync(join(app, file), join(this.folder, file));
    for (const module of ['cts', 'mts']) copyFileSync(join(app, 'app.ts'), join(this.folder, `app.${module}`));
  }

  /** Installs the package with these peers, in place of those before. */
  async install(tarball: string, peers: Readonly<Record<string, string>>): Promise<void> {
    const dependencies = { ...peers, ...tools, 'cdk-govuk-notify': `file:${tarball}` };
    const about = { private: true, dependencies, jest: { transform: { '\\.ts$': swc } } };
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify(about));
    // Exchanging a package, npm leaves out what is bundled in it.
    for (const old of ['node_modules/aws-cdk-lib', 'node_modules/.package-lock.json', 'package-lock.json']) {
      rmSync(join(this.folder, old), { recursive: true, force: true });
    }
    await run(this.folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error');
  }

  run(program: string, ...terms: string[]): Promise<string> {
    return run(this.folder, join(this.folder, 'node_modules/.bin', program), ...terms);
  }

  node(...terms: string[]): Promise<string> {
    return run(this.folder, process.execPath, ...terms);
  }

  read(...path: string[]): string {
    return readFileSync(join(this.folder, ...path), 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
