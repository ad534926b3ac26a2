import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

export const repository = resolve(__dirname, '../..');

/** Runs a program to its end, and answers what it printed. It fails with all that it printed. */
export async function run(
  folder: string,
  program: string,
  terms: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  // What npm sets for the scripts of this repository is not for another.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle)_|^NODE_ENV$/.test(name));
  // Some programs colour what they print wherever CI is set, and it is read here.
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1', ...environment };
  try {
    const { stdout } = await promisify(execFile)(program, terms, { cwd: folder, env, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error });
  }
}
