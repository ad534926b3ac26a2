import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const repository = resolve(__dirname, '../..');

/** Where is kept what is slow to get, so that the second run is quick. */
export const cache = join(repository, 'node_modules/.cache/cdk-govuk-notify');

export interface RunOptions {
  /** The folder that it runs in. @default the repository */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program. */
  readonly signal?: AbortSignal | undefined;
}

/** How much of what a failed program printed is shown, in lines. */
const shown = 40;

/**
 * Runs a program in the repository to its end.
 * @returns what it printed, errors after output
 * @throws Error with the last that it printed, when it fails
 */
export async function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const settings = { cwd: repository, maxBuffer: 64 * 1024 * 1024, ...options };
  try {
    const { stdout, stderr } = await promisify(execFile)(command, [...args], settings);
    return stdout + stderr;
  } catch (error) {
    options.signal?.throwIfAborted();
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    const last = `${stdout}${stderr}`.trim().split('\n').slice(-shown).join('\n');
    throw new Error(`${[command, ...args].join(' ')} failed:\n${last || message}`, { cause: error });
  }
}
