// How fast the stand-in takes messages, over HTTP and in process, and how much memory they take.
//   npm run bench:stand-in -- [messages]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { NotifyStandIn } from '../../lib/testing';
import { inFull, report, type Row } from '../shared/results';
import { busyWorld } from './busy-world';
import { caughtBearer, message } from './messages';

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
async function overHttp(nodeOptions: readonly string[], inbox = false): Promise<readonly Row[]> {
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
  const grown = (of: 'rssMegabytes' | 'heapMegabytes') => inFull(after[of] - empty[of]);
  clearInterval(renewing);
  agent.destroy();
  child.kill();
  const how = ['over HTTP', ...nodeOptions, ...(inbox ? ['with an inbox'] : [])].join(' ');
  return [
    { what: `${how}: sends a second beside their client`, found: inFull(sends / seconds) },
    { what: `${how}: CPU a send`, found: `${inFull(cpu * 1000)} µs, so ${inFull(1000 / cpu)} a second on one core` },
    { what: `${how}: memory of ${inFull(after.messages)} messages`, found: `${grown('heapMegabytes')} MB of heap` },
    {
      what: `${how}: RSS`,
      found: `${inFull(empty.rssMegabytes)} MB without any, ${inFull(after.rssMegabytes)} with them`,
    },
  ];
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

async function inProcess(): Promise<Row> {
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
  return { what: 'in process: sends a second', found: inFull(sends / seconds) };
}

async function run(): Promise<void> {
  const rows = [
    ...(await overHttp([])),
    ...(await overHttp([], true)),
    // Node's own young generation is large and leaves much of the room it took unused.
    ...(await overHttp(['--max-semi-space-size=4'])),
    await inProcess(),
  ];
  report('stand-in', rows, { messages: total });
}

void run();
