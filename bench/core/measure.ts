import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { peers, type Bundle, type Peer } from './peers';

const run = promisify(execFile);

export interface Programs {
  readonly child: string;
  readonly server: string;
  readonly bundles: Readonly<Record<Peer, Bundle>>;
  /** Path of a PEM with a key and a certificate for this machine, that the processes are told to trust. */
  readonly certificate: string;
}

export interface Work {
  readonly rounds: number;
  /** Left out: only load the bundle. */
  readonly sends?: number;
  readonly inFlight?: number;
  /** Milliseconds the server takes. */
  readonly latency?: number;
}

export type Figures = Readonly<Record<string, number>>;

/** Does the same work with both, in turns and each time in a fresh process, and gives the median of each figure. */
export async function compare(programs: Programs, work: Work): Promise<Readonly<Record<Peer, Figures>>> {
  const server = work.sends === undefined ? undefined : await startServer(programs, work.latency ?? 0);
  const seen: Record<Peer, Figures[]> = { ours: [], official: [] };
  for (let round = 0; round < work.rounds; round += 1) {
    for (const peer of round % 2 === 0 ? peers : peers.toReversed()) {
      seen[peer].push(await once1(programs, peer, work, server?.url));
    }
  }
  server?.process.disconnect();
  return { ours: medians(seen.ours), official: medians(seen.official) };
}

async function once1(programs: Programs, peer: Peer, work: Work, url = ''): Promise<Figures> {
  const { child, bundles, certificate } = programs;
  const args = [child, peer, bundles[peer].file, url, `${work.sends ?? 0}`, `${work.inFlight ?? 1}`];
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
  const { stdout } = await run(process.execPath, args, { env });
  return JSON.parse(stdout);
}

async function startServer(programs: Programs, latency: number): Promise<{ process: ChildProcess; url: string }> {
  const started = fork(programs.server, [programs.certificate, `${latency}`]);
  const [port] = await once(started, 'message');
  return { process: started, url: `https://127.0.0.1:${port}` };
}

function medians(runs: readonly Figures[]): Figures {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(runs.map((figures) => figures[name] ?? NaN))]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
