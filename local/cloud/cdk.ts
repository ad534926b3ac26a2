import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressVariables, withoutAws } from './cloud-address';
import type { Emulator } from './emulator';
import { repository, runCommand } from './run-command';

/** What a stack says of itself. */
export type Outputs = Readonly<Record<string, string>>;

/** The context of the app in bin/. */
export type Context = Readonly<Record<string, string>>;

/** The real CDK CLI, in a cloud. */
export class Cdk {
  /** What it runs with, for other programs too. */
  readonly environment: NodeJS.ProcessEnv;
  readonly #folder: string;
  readonly #signal: AbortSignal | undefined;

  private constructor(environment: NodeJS.ProcessEnv, folder: string, signal: AbortSignal | undefined) {
    this.environment = environment;
    this.#folder = folder;
    this.#signal = signal;
  }

  static async open({ address, programs }: Emulator, signal?: AbortSignal): Promise<Cdk> {
    const folder = await mkdtemp(join(tmpdir(), 'cdk-govuk-notify-cdk-'));
    const environment = {
      ...withoutAws(process.env),
      ...addressVariables(address),
      PATH: [process.env['PATH'], programs].filter(Boolean).join(':'),
      CDK_OUTPUT: join(folder, 'cdk.out'),
      CDK_OUTPUTS_FILE: join(folder, 'outputs.json'),
      // Nobody is there to be asked, and nothing is asked of the internet.
      CDK_REQUIRE_APPROVAL: 'never',
      CDK_NOTICES: 'false',
      CDK_DISABLE_VERSION_CHECK: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
      NO_COLOR: 'true',
    };
    return new Cdk(environment, folder, signal);
  }

  /** Runs a command on the app as its context asks for it. */
  run(command: string, context: Context = {}, ...options: readonly string[]): Promise<string> {
    return this.#run([command, ...settings(context), ...options], this.#signal);
  }

  async deploy(context?: Context, ...options: readonly string[]): Promise<Outputs> {
    await this.run('deploy', context, ...options);
    return this.outputs();
  }

  /** What the stack that was deployed last says of itself. */
  async outputs(): Promise<Outputs> {
    const stacks = JSON.parse(await readFile(join(this.#folder, 'outputs.json'), 'utf8')) as Record<string, Outputs>;
    return Object.values(stacks)[0] ?? {};
  }

  /** Takes the stack away, also when everything else has been stopped. */
  async destroy(context?: Context): Promise<void> {
    await this.#run(['destroy', ...settings(context), '--force']);
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #run(args: readonly string[], signal?: AbortSignal): Promise<string> {
    const program = join(repository, 'node_modules/aws-cdk/bin/cdk');
    return runCommand(process.execPath, [program, ...args], { env: this.environment, signal });
  }
}

const settings = (context: Context = {}): readonly string[] =>
  Object.entries(context).flatMap((entry) => ['--context', entry.join('=')]);
