import { join } from 'node:path';
import { repository } from '../../local/cloud/run-command';
import { bundleInto, type Bundle } from '../shared/processes';

/** Those that are compared: our core, whole, the official client, and the least that can be done with Node alone. */
export const peers = ['ours', 'official', 'floor'] as const;
export type ClientPeer = (typeof peers)[number];

const entries: Readonly<Record<ClientPeer, string>> = {
  ours: join(repository, 'lib/notify/index.ts'),
  official: require.resolve('notifications-node-client'),
  floor: join(__dirname, 'floor.ts'),
};

/** Bundles all in the same way. */
export async function bundlePeers(folder: string): Promise<Readonly<Record<ClientPeer, Bundle>>> {
  const bundles = await Promise.all(peers.map(async (peer) => [peer, await bundleInto(folder, peer, entries[peer])]));
  return Object.fromEntries(bundles) as Record<ClientPeer, Bundle>;
}
