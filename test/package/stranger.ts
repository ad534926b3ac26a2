import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { thePackage } from './packed';
import { run } from './run';
import { pnpm } from './tools';

const app = join(__dirname, 'app');
const swc = ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }];

/** The project of somebody else, outside the repository, with the package installed from its tarball. */
export class Stranger {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'stranger-')));

  /** Takes files of test/package/app/, under other names if they are given. */
  take(files: Readonly<Record<string, string>>): void {
    for (const [from, as] of Object.entries(files)) copyFileSync(join(app, from), join(this.folder, as));
  }

  write(name: string, content: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), content);
  }

  /** Installs the package with these beside it, in place of those before. */
  async install(others: Readonly<Record<string, string>> = {}, by: 'npm' | 'pnpm' = 'npm'): Promise<void> {
    const dependencies = { ...others, 'cdk-govuk-notify': `file:${thePackage().tarball}` };
    this.write('package.json', JSON.stringify({ private: true, dependencies, jest: { transform: { '\\.ts$': swc } } }));
    // Exchanging a package, npm leaves out what is bundled in it.
    for (const old of ['node_modules/aws-cdk-lib', 'node_modules/.package-lock.json', 'package-lock.json']) {
      rmSync(join(this.folder, old), { recursive: true, force: true });
    }
    const install =
      by === 'npm'
        ? ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
        : ['exec', '--yes', `--package=${pnpm}`, '--', 'pnpm', 'install', '--prefer-offline', '--reporter=silent'];
    await run(this.folder, 'npm', install);
  }

  /** Runs a program that is installed. */
  run(program: string, ...terms: string[]): Promise<string> {
    return run(this.folder, join(this.folder, 'node_modules/.bin', program), terms);
  }

  /** Runs a file, or other arguments of Node, in the Node that is given, or in this one. */
  node(
    terms: readonly string[],
    { node = process.execPath, ...environment }: Record<string, string> = {},
  ): Promise<string> {
    // The SDK says on Node 20 that it wants a newer one soon.
    const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    return run(this.folder, node, terms, { ...quiet, ...environment });
  }

  read(...path: string[]): string {
    return readFileSync(join(this.folder, ...path), 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
