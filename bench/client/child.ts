// One measurement in a fresh process: loads one of the bundles, sends with it, and prints what it took as JSON.
import { createRequire } from 'node:module';
import type * as Official from 'notifications-node-client';
import type * as Ours from '../../lib/notify';
import type { ClientPeer } from './peers';

const began = performance.now();
const atFirst = process.cpuUsage();
const [peer, bundle = '', url = '', sends = '0', inFlight = '1'] = process.argv.slice(2) as [ClientPeer, ...string[]];
const apiKey = 'bench-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';
const templateId = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
const phoneNumber = '07700900000';
const more = { personalisation: { name: 'Amala', code: '123456' }, reference: 'bench' };

/** Milliseconds of CPU since a beginning. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Loads the bundle and gives a function that sends one text message. */
function load(): () => Promise<unknown> {
  const loaded: unknown = createRequire(__filename)(bundle);
  if (peer === 'official') {
    const { NotifyClient } = loaded as typeof Official;
    const client = new NotifyClient(url || 'https://127.0.0.1', apiKey);
    return async () => client.sendSms(templateId, phoneNumber, more);
  }
  const { NotifyClient } = loaded as typeof Ours;
  const client = new NotifyClient({ apiKey, baseUrl: url || 'https://127.0.0.1' });
  return async () => client.sendSms({ templateId, phoneNumber, ...more });
}

async function sendAll(send: () => Promise<unknown>, count: number, together: number): Promise<void> {
  let left = count;
  const sendInTurn = async () => {
    while (left > 0) {
      left -= 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: together }, sendInTurn));
}

async function measure(): Promise<object> {
  const send = load();
  const start = { start: cpuSince(atFirst) };
  if (!url) return start;

  if (sends === '10') {
    await send();
    const first = { first: cpuSince(atFirst), firstWall: performance.now() - began };
    await sendAll(send, 9, 9);
    return { ...start, ...first, ten: cpuSince(atFirst), tenWall: performance.now() - began };
  }

  await sendAll(send, Number(inFlight) * 8, Number(inFlight));
  const before = process.cpuUsage();
  await sendAll(send, Number(sends), Number(inFlight));
  return { microsecondsPerSend: (cpuSince(before) * 1000) / Number(sends) };
}

measure().then(
  (figures) => {
    console.log(JSON.stringify(figures));
    process.exit();
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
