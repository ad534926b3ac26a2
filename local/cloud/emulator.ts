import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { givenAddress, localAddress, type CloudAddress } from './cloud-address';
import { nodeOfLambda } from './node-of-lambda';
import { pythonPrograms } from './python';
import { until } from './until';

export interface Emulator {
  readonly address: CloudAddress;
  /** The folder with the programs that came with it, among them the AWS CLI. Absent when it was there before. */
  readonly programs?: string;
  close(): Promise<void>;
}

/** The emulator that `AWS_ENDPOINT_URL` names, if it names one. It stays as it is when it is closed. */
export function givenEmulator(env: NodeJS.ProcessEnv): Emulator | undefined {
  const address = givenAddress(env);
  return address && { address, close: async () => undefined };
}

const startsWithin = 60_000;
const stopsWithin = 10_000;

/**
 * Starts an emulator of AWS on 127.0.0.1, on a port that is free. It runs Lambda functions on the Node of Lambda.
 * @see https://github.com/ministackorg/ministack
 */
export async function startEmulator(signal?: AbortSignal): Promise<Emulator> {
  const [programs, node, port] = await Promise.all([pythonPrograms({ signal }), nodeOfLambda(signal), freePort()]);
  const folder = await mkdtemp(join(tmpdir(), 'cdk-govuk-notify-cloud-'));
  const log = join(folder, 'emulator.log');
  const address = localAddress(`http://127.0.0.1:${port}`);
  const child = spawn(join(programs, 'python'), ['-m', 'ministack'], {
    // A group of its own, so that the program that started it handles Ctrl-C, and its functions end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    // The functions get all of it, so it has nothing that is not needed.
    env: {
      PATH: [node, programs, process.env['PATH']].join(':'),
      HOME: folder,
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: address.region,
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
    },
  });
  const sink = createWriteStream(log);
  child.stdout.pipe(sink, { end: false });
  child.stderr.pipe(sink, { end: false });
  const lastResort = (): void => endGroup(child, 'SIGKILL');
  process.once('exit', lastResort);

  const close = async (): Promise<void> => {
    if (isRunning(child)) {
      endGroup(child, 'SIGTERM');
      await Promise.race([once(child, 'exit'), pause(stopsWithin, undefined, { ref: false })]);
    }
    lastResort();
    process.removeListener('exit', lastResort);
    sink.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await until('the emulator answers', async () => !isRunning(child) || answers(address), {
      within: startsWithin,
      signal,
    });
    if (!isRunning(child)) throw new Error(`the emulator ended at once:\n${await readFile(log, 'utf8')}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { address, programs, close };
}

async function answers({ endpoint }: CloudAddress): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

/** Ends a process that leads a group, and all that it has started. */
export function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of them have ended.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
