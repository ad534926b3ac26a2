import { build } from 'esbuild';
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { environment } from '../../lib/contract/environment';
import { urgentQueueArn } from '../../test/send/records';
import type { AwsPorts, AwsSettings } from './aws';
import type { Invocation, WorkerSettings } from './worker';

export interface FleetSettings extends AwsSettings, Omit<WorkerSettings, 'bundle'> {
  readonly workers: number;
  /** Of each function, in megabytes. */
  readonly memory: number;
}

/** Lambda gives a whole processor for so much memory. */
const megabytesOfAProcessor = 1769;
/** A worker runs for its part of so many milliseconds, and is stopped for the rest. */
const slice = 20;

/** Workers of the send function, each a process that gets as much of a processor as Lambda gives it. */
export class Fleet {
  readonly invocations: Invocation[] = [];
  readonly #children: ChildProcess[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #counts = '';

  async start(settings: FleetSettings): Promise<void> {
    const programs = await bundled();
    const aws = this.#fork(programs.aws, settings, {});
    const ports = await said<AwsPorts>(aws);
    this.#counts = `http://127.0.0.1:${ports.notify}/counts`;
    const env = variables(ports, settings.memory);
    const bundle = resolve(__dirname, '../../dist/lambda/send/index.js');
    const heap = `--max-old-space-size=${settings.memory - 52}`;
    const workers = Array.from({ length: settings.workers }, () =>
      this.#fork(programs.worker, { ...settings, bundle }, env, [heap]),
    );
    await Promise.all(workers.map((worker) => said(worker)));
    for (const worker of workers) {
      worker.on('message', (invocation: Invocation) => this.invocations.push(invocation));
      this.#limit(worker, settings.memory / megabytesOfAProcessor);
      worker.send('go');
    }
  }

  /** How many messages Notify has. */
  async posted(): Promise<number> {
    const counts = (await (await fetch(this.#counts)).json()) as Record<string, number>;
    return counts['Notify POST'] ?? 0;
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const child of this.#children) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
  }

  #limit(worker: ChildProcess, part: number): void {
    if (part >= 1) return;
    const run = (): void => {
      worker.kill('SIGCONT');
      setTimeout(() => worker.kill('SIGSTOP'), slice * part);
    };
    this.#timers.push(setInterval(run, slice));
  }

  #fork(program: string, settings: object, env: NodeJS.ProcessEnv, execArgv: string[] = []): ChildProcess {
    const child = fork(program, { env: { ...process.env, ...env, BENCH: JSON.stringify(settings) }, execArgv });
    this.#children.push(child);
    return child;
  }
}

const said = <Message>(child: ChildProcess): Promise<Message> =>
  new Promise((resolve) => child.once('message', (message) => resolve(message as Message)));

let programs: Promise<{ readonly aws: string; readonly worker: string }> | undefined;

/** The processes that are measured run no compiler. */
function bundled() {
  programs ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lambda-seconds-'));
    const bundle = async (name: string): Promise<string> => {
      const outfile = join(folder, `${name}.cjs`);
      const entryPoints = [join(__dirname, `${name}.ts`)];
      await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
      return outfile;
    };
    return { aws: await bundle('aws'), worker: await bundle('worker') };
  })();
  return programs;
}

function variables({ aws, notify }: AwsPorts, memory: number): NodeJS.ProcessEnv {
  const endpoint = `http://127.0.0.1:${aws}`;
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    POWERTOOLS_SERVICE_NAME: 'send',
    POWERTOOLS_METRICS_NAMESPACE: 'Notify',
    [environment.pipelineId]: 'bench',
    [environment.tableName]: 'bench',
    [environment.scheduledTableName]: 'bench-scheduled',
    [environment.queueUrl]: endpoint,
    [environment.urgentQueueUrl]: endpoint,
    [environment.urgentQueueArn]: urgentQueueArn,
    ...Object.fromEntries(Object.values(environment.heldQueueUrl).map((name) => [name, endpoint])),
    [environment.deadLetterQueueUrl]: endpoint,
    [environment.bucketName]: 'bench',
    [environment.apiKeySecretArn]: 'api key',
    [environment.hashKeySecretArn]: 'hash key',
    [environment.notifyBaseUrl]: `http://127.0.0.1:${notify}`,
    [environment.rateLimit]: '3000',
    [environment.rateShare]: '1',
    [environment.maxFailures]: '10',
    [environment.recordRetentionSeconds]: '7776000',
  };
}
