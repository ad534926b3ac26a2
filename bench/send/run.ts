// The send function beside the usual handler, a lean one and the floor: what a batch costs in a process that has just
// started, what a message costs in one that is warm, and what each asks of AWS.
//   npm run bench:send -- [rounds]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleInto, certificate, findNode, measured, Server, versionOf } from '../shared/processes';
import { inFull, ratioRow, report, written, type Row } from '../shared/results';
import { inRounds, pairedRatio, quartilesOf, type Figures, type Quartiles } from '../shared/rounds';
import type { Addresses, Counts } from './cloud';
import { environmentOf } from './environment';
import { bundlePeers, peers, type SendPeer } from './peers';
import { createTable } from './table';

const rounds = Number(process.argv[2] ?? 7);
const [batches, warmUp, size] = [60, 20, 10];
const messages = (batches + warmUp + 1) * size;

/** What `bench:cost` goes on from: of a message of ours. */
export interface SendCounted extends Counts {
  readonly logBytes: number;
}

const aims: readonly {
  readonly what: string;
  readonly figure: string;
  readonly unit: string;
  readonly of: readonly (readonly [Exclude<SendPeer, 'ours'>, number])[];
}[] = [
  { what: 'cold to 10 sent, CPU', figure: 'cold', unit: 'ms', of: [['usual', 1.6]] },
  {
    what: 'CPU a message, warm',
    figure: 'warm',
    unit: 'µs',
    of: [
      ['usual', 2.4],
      ['lite', 1.5],
      ['floor', 0.45],
    ],
  },
];

/** What a message of each asks of AWS, in a run that nobody times. */
async function countPerMessage(
  run: (peer: SendPeer, addresses: Addresses) => Promise<unknown>,
): Promise<Readonly<Record<SendPeer, Counts>>> {
  const cloud = await Server.start<Addresses>(join(__dirname, 'cloud.ts'), [certificate, '0', 'metered']);
  try {
    await createTable(cloud.hello.aws, 'bench');
    await cloud.ask<Counts>('what the table took');
    const counted: [SendPeer, Counts][] = [];
    for (const peer of peers) {
      await run(peer, cloud.hello);
      const { calls, writeUnits } = await cloud.ask<Counts>('what the peer took');
      const perMessage = Object.fromEntries(Object.entries(calls).map(([call, count]) => [call, count / messages]));
      counted.push([peer, { calls: perMessage, writeUnits: writeUnits / messages }]);
    }
    return Object.fromEntries(counted) as Record<SendPeer, Counts>;
  } finally {
    cloud.stop();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-send-'));
  const node = await findNode();
  const bundles = await bundlePeers(folder);
  const child = await bundleInto(folder, 'child', join(__dirname, 'child.ts'), false);
  const cloud = await Server.start<Addresses>(join(__dirname, 'cloud.ts'), [certificate]);
  try {
    const env = environmentOf(cloud.hello);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    await createTable(cloud.hello.aws, 'bench');
    const workOf = (peer: SendPeer): readonly string[] => [
      child.file,
      bundles[peer].file,
      `${batches}`,
      `${size}`,
      `${warmUp}`,
    ];
    const found = await inRounds(peers, rounds, (peer) => measured<Figures>(node, workOf(peer), env));
    const counts = await countPerMessage((peer, addresses) => measured(node, workOf(peer), environmentOf(addresses)));
    const ours = (figure: string): Quartiles => quartilesOf(found, 'ours', figure);
    const ratio = bundles.usual.bytes / bundles.ours.bytes;
    const rows: readonly Row[] = [
      ratioRow(
        'bundle',
        'usual',
        3,
        { median: ratio, lower: ratio, upper: ratio },
        `${inFull(bundles.ours.bytes / 1000)} kB`,
      ),
      ...aims.flatMap(({ what, figure, unit, of }) =>
        of.map(([peer, aim]) =>
          ratioRow(what, peer, aim, pairedRatio(found, peer, figure), `${written(ours(figure), 1)} ${unit}`),
        ),
      ),
      ...(['init', 'megabytes', 'logBytes'] as const).map((figure) => ({
        what: { init: 'init, CPU ms', megabytes: 'memory at most, MB', logBytes: 'log bytes a message' }[figure],
        found: peers.map((peer) => `${peer} ${inFull(quartilesOf(found, peer, figure).median)}`).join(', '),
      })),
      ...peers.map((peer) => ({
        what: `calls a message of ${peer}`,
        found: Object.entries(counts[peer].calls)
          .map(([call, count]) => `${call} ${count.toFixed(3)}`)
          .join(', '),
      })),
      {
        what: 'write units a message, until it is sent',
        found: peers.map((peer) => `${peer} ${counts[peer].writeUnits.toFixed(2)}`).join(', '),
      },
    ];
    const counted: SendCounted = { ...counts.ours, logBytes: ours('logBytes').median };
    report('send', rows, counted, await versionOf(node));
  } finally {
    cloud.stop();
    rmSync(folder, { recursive: true });
  }
}

void main();
