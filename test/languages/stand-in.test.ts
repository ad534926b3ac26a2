import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pythonPrograms } from '../../local/cloud/python';
import { program, repository } from '../bin/program';

const run = promisify(execFile);
const examples = join(repository, 'examples/stand-in');

/** The example in a folder of its own, for what is built of it. */
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'language-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const options = (name: string) => {
  cpSync(join(examples, name), folder, { recursive: true });
  return { cwd: folder, env: { ...process.env, STAND_IN: program } };
};

test('the tests in Python pass with the official client', async () => {
  const programs = await pythonPrograms({ requirements: join(examples, 'python/requirements.txt') });
  const { stdout } = await run(join(programs, 'python'), ['-m', 'pytest', '-q'], options('python'));
  expect(stdout).toMatch(/^4 passed/m);
});

test('the tests in Java pass with the official client', async () => {
  const { stdout } = await run('mvn', ['--batch-mode', 'test'], { ...options('java'), maxBuffer: 16 * 1024 * 1024 });
  expect(stdout).toMatch(/Tests run: 3, Failures: 0, Errors: 0, Skipped: 0\n/);
});
