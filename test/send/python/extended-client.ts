import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const requirements = join(__dirname, 'requirements.txt');
const cache = resolve(__dirname, '../../../node_modules/.cache/cdk-govuk-notify');
const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const probe = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';

/** Where a Python is that has the official extended client, or why there is none. */
export type InstalledClient = { readonly python: string } | { readonly missing: string };

/** Installs the extended client for Python, once for a checkout. */
export function installExtendedClient(): InstalledClient {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(cache, `extended-client-${version}`);
  const python = join(folder, 'bin/python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return { python };

  const found = names.find((name) => runs(name, ['-c', probe]));
  if (found === undefined) return { missing: 'there is no Python 3.10 or newer with its venv module' };
  rmSync(folder, { recursive: true, force: true });
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-compile',
    '--retries',
    '1',
    '--timeout',
    '10',
  ];
  const installed =
    runs(found, ['-m', 'venv', folder]) &&
    runs(python, [...install, '--require-hashes', '--no-deps', '--requirement', requirements]);
  if (!installed) return { missing: 'it cannot be installed from here' };
  writeFileSync(complete, '');
  return { python };
}

function runs(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Has the client publish a message in every way that it knows. Answers what it received afterwards. */
export function publishAndReceive(
  python: string,
  message: string,
  at: { readonly sqs: string; readonly s3: string; readonly bucket: string },
): Promise<string> {
  const env = {
    AWS_REGION: 'eu-west-2',
    AWS_DEFAULT_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SQS: at.sqs,
    AWS_ENDPOINT_URL_S3: at.s3,
  };
  const args = [join(__dirname, 'publish_and_receive.py'), `${at.sqs}/1/queue`, at.bucket];
  return new Promise((settle, reject) => {
    const child = execFile(python, args, { env }, (error, stdout) => (error ? reject(error) : settle(stdout)));
    child.stdin?.end(message);
  });
}
