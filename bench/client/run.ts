// The client beside the official one and the floor.
//   npm run bench:client -- [rounds]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleInto, certificate, findNode, measured, Server, versionOf } from '../shared/processes';
import { inFull, ratioRow, report, written, type Row } from '../shared/results';
import { inRounds, pairedRatio, quartilesOf, type Rounds } from '../shared/rounds';
import { bundlePeers, peers, type ClientPeer } from './peers';

const rounds = Number(process.argv[2] ?? 11);

interface Measure {
  readonly what: string;
  readonly figure: string;
  readonly unit: string;
  readonly aim: number;
}

const cold: readonly Measure[] = [
  { what: 'start, CPU', figure: 'start', unit: 'ms', aim: 6 },
  { what: 'cold to the first answer over TLS, CPU', figure: 'first', unit: 'ms', aim: 2.8 },
  { what: 'cold to the tenth answer over TLS, CPU', figure: 'ten', unit: 'ms', aim: 2.4 },
];
const busy: readonly Measure[] = [
  { what: 'CPU a send at 100 ms, 50 in flight', figure: 'microsecondsPerSend', unit: 'µs', aim: 2.8 },
];

function rowsOf(found: Rounds<ClientPeer>, measures: readonly Measure[]): readonly Row[] {
  return measures.flatMap(({ what, figure, unit, aim }) => [
    ratioRow(
      what,
      'official',
      aim,
      pairedRatio(found, 'official', figure),
      `${written(quartilesOf(found, 'ours', figure), 1)} ${unit}`,
    ),
    { what: `${what}: the floor`, against: 'ours', found: written(pairedRatio(found, 'floor', figure)) },
  ]);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-client-'));
  const node = await findNode();
  const bundles = await bundlePeers(folder);
  const child = await bundleInto(folder, 'child', join(__dirname, 'child.ts'), false);
  const server = await bundleInto(folder, 'server', join(__dirname, 'server.ts'), false);
  const compare = async (latency: number, times: number, work: readonly string[]): Promise<Rounds<ClientPeer>> => {
    const notify = await Server.start<number>(server.file, [certificate, `${latency}`]);
    const url = `https://127.0.0.1:${notify.hello}`;
    const found = await inRounds(peers, times, (peer) =>
      measured(node, [child.file, peer, bundles[peer].file, url, ...work], {}),
    );
    notify.stop();
    return found;
  };
  try {
    const ratio = bundles.official.bytes / bundles.ours.bytes;
    const size = { median: ratio, lower: ratio, upper: ratio };
    const atFirst = await compare(0, rounds, ['10']);
    const atWork = await compare(100, Math.max(3, Math.ceil(rounds / 3)), ['1500', '50']);
    const rows = [
      ratioRow('bundle', 'official', 15, size, `${inFull(bundles.ours.bytes)} bytes`),
      ...rowsOf(atFirst, cold),
      ...rowsOf(atWork, busy),
    ];
    report('client', rows, { rounds }, await versionOf(node));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
