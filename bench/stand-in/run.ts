import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { NotifyStandIn } from '../../lib/testing';
import { busyWorld } from './busy-world';
import { caughtBearer, message } from './messages';

// How fast the stand-in takes messages, over HTTP and in process, and how much room they take.
//   npx tsx bench/stand-in/run.ts [messages]

const total = Number(process.argv[2] ?? 100_000);
const world = busyWorld();
const connections = 32;

interface Usage {
  readonly cpuMilliseconds: number;
  readonly rssMegabytes: number;
  readonly heapMegabytes: number;
  readonly messages: number;
}

/** Sends over HTTP to a stand-in in a process of its own, started with these options of Node's. */
async function overHttp(nodeOptions: readonly string[], inbox = false): Promise<void> {
  const child = fork(join(__dirname, 'server.ts'), inbox ? ['inbox'] : [], {
    execArgv: [...process.execArgv, '--expose-gc', ...nodeOptions],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [url] = (await once(child, 'message')) as [string];
  const ask = async (): Promise<Usage> => {
    child.send('usage');
    const [usage] = (await once(child, 'message')) as [Usage];
    return usage;
  };
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let token = await caughtBearer(world);
  const renewing = setInterval(async () => {
    token = await caughtBearer(world);
  }, 10_000);
  let next = 0;
  const worker = async (until: number) => {
    while (next < until) {
      const { path, body } = message(next++);
      await post(url + path, body, token, agent);
    }
  };
  const warmUp = 2000;
  const empty = await ask();
  await Promise.all(Array.from({ length: connections }, () => worker(warmUp)));
  const before = await ask();
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, () => worker(total)));
  const seconds = (performance.now() - start) / 1000;
  const after = await ask();
  const sends = total - warmUp;
  const cpu = (after.cpuMilliseconds - before.cpuMilliseconds) / sends;
  const grown = (of: 'rssMegabytes' | 'heapMegabytes') => (after[of] - empty[of]).toFixed(0);
  console.log(`over HTTP ${nodeOptions.join(' ')}${inbox ? ' with an inbox' : ''}`);
  console.log(`  ${Math.round(sends / seconds)} sends a second beside their client on this machine`);
  console.log(`  ${(cpu * 1000).toFixed(0)} µs of CPU a send: ${Math.round(1000 / cpu)} sends a second on one core`);
  console.log(`  ${after.messages} messages take ${grown('heapMegabytes')} MB of heap`);
  console.log(`  RSS ${empty.rssMegabytes.toFixed(0)} MB without any, ${after.rssMegabytes.toFixed(0)} MB with them`);
  clearInterval(renewing);
  agent.destroy();
  child.kill();
}

async function post(url: string, body: string, token: string, agent: Agent): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const headers = { authorization: token, 'content-length': Buffer.byteLength(body) };
    const sent = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 201) reject(new Error(`the stand-in answered ${response.statusCode}`));
      response.resume().once('end', resolve);
    });
    sent.once('error', reject).end(body);
  });
}

async function inProcess(): Promise<void> {
  const standIn = new NotifyStandIn({ world });
  const headers = { authorization: await caughtBearer(world) };
  const base = 'https://api.notifications.service.gov.uk';
  const sends = Math.min(total, 50_000);
  const start = performance.now();
  for (let index = 0; index < sends; index += 1) {
    const { path, body } = message(index);
    await standIn.transport({ method: 'POST', url: new URL(base + path), headers, body, timeout: 35_000 });
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(`in process: ${Math.round(sends / seconds)} sends a second`);
}

async function run(): Promise<void> {
  await overHttp([]);
  await overHttp([], true);
  // Node's own young generation is large and leaves much of the room it took unused.
  await overHttp(['--max-semi-space-size=4']);
  await inProcess();
}

void run();
