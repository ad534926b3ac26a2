import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cache, runCommand } from './run-command';

const ofEmulator = join(__dirname, 'requirements.txt');
const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const probe = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';

/**
 * The folder of the programs of a virtual environment that has what a list of requirements names. It is made once.
 * @throws Error when there is no Python to make it with
 */
export async function pythonPrograms({
  signal,
  requirements = ofEmulator,
}: {
  readonly signal?: AbortSignal | undefined;
  /** The path of the list. @default that of the emulator */
  readonly requirements?: string;
}): Promise<string> {
  const wanted = await readFile(requirements);
  const folder = join(cache, `python-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`);
  const complete = join(folder, 'complete');
  const programs = join(folder, 'bin');
  if (existsSync(complete)) return programs;

  const python = await findPython();
  await rm(folder, { recursive: true, force: true });
  await runCommand(python, ['-m', 'venv', folder], { signal });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
  await runCommand(join(programs, 'python'), [...install, '--requirement', requirements], { signal });
  await writeFile(complete, '');
  return programs;
}

/** @throws Error when none is new enough */
async function findPython(env = process.env): Promise<string> {
  for (const name of names) {
    const found = await runCommand(name, ['-c', probe], { env }).then(
      () => true,
      () => false,
    );
    if (found) return name;
  }
  throw new Error(
    'Python 3.10 or newer, with its venv module, is needed to run the emulator and was not found: install it, or set AWS_ENDPOINT_URL to an emulator that runs already',
  );
}
