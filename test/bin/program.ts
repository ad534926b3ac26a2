import { execFile, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { runCommandLine } from '../../bin/command-line';
import { withoutAws } from '../../local/cloud/cloud-address';
import { bin } from '../../package.json';
import { captured, type Ended } from '../captured';

export type { Ended } from '../captured';

export const repository = resolve(__dirname, '../..');
/** The bundled command line. */
export const program = join(repository, bin['cdk-govuk-notify']);

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
  const env = environmentWith(environment);
  return new Promise((settle) => {
    const child = execFile(process.execPath, [program, ...args], { timeout: 20_000, env }, (_, output, errors) =>
      settle({ code: child.exitCode, output, errors }),
    );
    watch(child);
  });
}

const environmentWith = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...withoutAws(process.env),
  NOTIFY_API_KEY: undefined,
  NOTIFY_BASE_URL: undefined,
  ...environment,
});

/** Does the same as `runWith` in this process, which is many times faster: for what a command decides and says. */
export const runHere = (environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> => {
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return captured(environmentWith({ ...quiet, ...environment }), () => runCommandLine(args));
};
