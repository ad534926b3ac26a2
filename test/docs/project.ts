import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { bundleCode } from '../../build/package/code';
import { repository } from './pieces';

const installed = join(repository, 'node_modules');

export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** A project on this machine that has the package installed as npm would, and nothing else. */
export class Project {
  private constructor(readonly folder: string) {}

  /** Builds the package as it is published and makes a project around it. */
  static async create(): Promise<Project> {
    const folder = mkdtempSync(join(tmpdir(), 'project-'));
    const ours = join(folder, 'node_modules/cdk-govuk-notify');
    mkdirSync(ours, { recursive: true });
    copyFileSync(join(repository, 'package.json'), join(ours, 'package.json'));
    await bundleCode(join(ours, 'dist'), 1);
    return new Project(folder);
  }

  /** Adds a package that is installed here, if it is not there yet. */
  link(name: string): void {
    const place = join(this.folder, 'node_modules', name);
    if (existsSync(place)) return;
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(installed, name), place, 'junction');
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, name), content);
  }

  /** Runs a program in TypeScript as an ES module. */
  async run(code: string, environment: NodeJS.ProcessEnv): Promise<Ended> {
    const { code: script } = await transform(code, { loader: 'ts', format: 'esm' });
    this.write('program.mjs', script);
    return this.node(['program.mjs'], environment);
  }

  /** Runs Jest with nothing set but how TypeScript is compiled. */
  async jest(environment: NodeJS.ProcessEnv): Promise<Ended> {
    const config = { rootDir: this.folder, transform: { '\\.ts$': join(installed, '@swc/jest') } };
    const swc = { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } };
    this.write('.swcrc', JSON.stringify(swc));
    return this.node([join(installed, 'jest/bin/jest.js'), '--ci', '--config', JSON.stringify(config)], environment);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async node(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
    return new Promise((settle) => {
      const env = { ...process.env, ...environment };
      const child = execFile(process.execPath, args, { cwd: this.folder, env }, (_, output, errors) =>
        settle({ code: child.exitCode ?? -1, output, errors }),
      );
    });
  }
}
