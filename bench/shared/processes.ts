import { execFile } from 'node:child_process';
import { fork, type ChildProcess } from 'node:child_process';
import { build } from 'esbuild';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeOfLambda } from '../../local/cloud/node-of-lambda';
import { repository } from '../../local/cloud/run-command';

const run = promisify(execFile);

/** A key and its certificate for this machine, which the processes are set to trust. */
export const certificate = join(repository, 'test/tls/for-tests-only.pem');

/** The Node that the processes run on which are measured: Lambda's. */
export const findNode = async (): Promise<string> => join(await nodeOfLambda(), 'node');

export const versionOf = async (node: string): Promise<string> => (await run(node, ['--version'])).stdout.trim();

/** Runs a program to its end and reads the last line that it prints as JSON. */
export async function measured<Result>(
  node: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Result> {
  const options = { env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: certificate, ...env } };
  const { stdout } = await run(node, [...args], options);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
}

/** A server in a process of its own, so that its work is not counted. It says when it is there, and answers questions. */
export class Server<Hello> {
  readonly #process: ChildProcess;
  readonly hello: Hello;

  private constructor(process: ChildProcess, hello: Hello) {
    this.#process = process;
    this.hello = hello;
  }

  static async start<Hello>(program: string, args: readonly string[]): Promise<Server<Hello>> {
    const started = fork(program, [...args]);
    const [hello] = (await once(started, 'message')) as [Hello];
    return new Server(started, hello);
  }

  async ask<Reply>(question: string): Promise<Reply> {
    const replied = once(this.#process, 'message');
    this.#process.send(question);
    const [reply] = (await replied) as [Reply];
    return reply;
  }

  stop(): void {
    this.#process.disconnect();
  }
}

export interface Bundle {
  readonly file: string;
  readonly bytes: number;
}

/** Bundles as one would for a Lambda function, so that no compiler runs in a process that is measured. */
export async function bundleInto(folder: string, name: string, entry: string, minify = true): Promise<Bundle> {
  const file = join(folder, `${name}.cjs`);
  await build({
    entryPoints: [entry],
    outfile: file,
    minify,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'error',
  });
  return { file, bytes: statSync(file).size };
}
