import { NotifyStandIn } from '../../lib/testing';
import { busyWorld } from './busy-world';

// Serves the stand-in in a process of its own, and says on request what it has used so far. `inbox`: with an inbox.
const standIn = new NotifyStandIn({ world: busyWorld() });

interface Usage {
  readonly cpuMilliseconds: number;
  readonly rssMegabytes: number;
  readonly heapMegabytes: number;
  readonly messages: number;
}

function usage(): Usage {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    cpuMilliseconds: (user + system) / 1000,
    rssMegabytes: rss / 2 ** 20,
    heapMegabytes: heapUsed / 2 ** 20,
    messages: standIn.notifications.size,
  };
}

async function serve(): Promise<void> {
  const { url } = await standIn.listen({ inbox: process.argv.includes('inbox') });
  process.on('message', () => process.send?.(usage()));
  process.send?.(url);
}

void serve();
