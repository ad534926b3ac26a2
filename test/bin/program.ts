import { execFile, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { withoutAws } from '../../local/cloud/cloud-address';
import { bin } from '../../package.json';

export const repository = resolve(__dirname, '../..');
/** The bundled command line. */
export const program = join(repository, bin['cdk-govuk-notify']);

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command to its end. */
export async function run(...args: readonly string[]): Promise<Ended> {
  return runWith({}, ...args);
}

/** An environment in which there is neither a region nor credentials, wherever the AWS SDK looks. */
export const noAws: NodeJS.ProcessEnv = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Runs the command to its end with more in its environment, and nothing of Notify's or AWS's that is in ours. */
export const runWith = (environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> =>
  runWatched(environment, args, () => {});

/** The same for something that is done with it while it runs. */
export async function runWatched(
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
  watch: (child: ChildProcess) => void,
): Promise<Ended> {
  const env = { ...withoutAws(process.env), NOTIFY_API_KEY: undefined, NOTIFY_BASE_URL: undefined, ...environment };
  return new Promise((settle) => {
    const child = execFile(process.execPath, [program, ...args], { timeout: 20_000, env }, (_, output, errors) =>
      settle({ code: child.exitCode, output, errors }),
    );
    watch(child);
  });
}
