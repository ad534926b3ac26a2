// One kind of message, sent by the real code in a process of its own, so that its memory is its own too.
import type { SQSRecord } from 'aws-lambda';
import { createSender } from '../../lambda/send/send';
import { withPayloads } from '../../lambda/send/payloads';
import { Breaker } from '../../lambda/shared/holds/breaker';
import { CachedHolds } from '../../lambda/shared/holds/cached-holds';
import type { Delivery } from '../../lib/contract/delivery';
import { writePointer } from '../../lib/contract/extended-client';
import { systemClock } from '../../lib/contract/clock';
import { NotifyClient } from '../../lib/notify';
import { kinds } from './kinds';

const [kind = '', copies = '1'] = process.argv.slice(2);
const stored = Buffer.from(kinds[kind]?.() ?? '');
const uuid = '3d1c6f0e-8a1b-4f55-9c9d-3a3c4a7b5c10';
const silent = {
  count() {},
  countFor() {},
  measure() {},
  info() {},
  warn() {},
  error: (_what: string, error: unknown) => console.error(error),
};
const created: Delivery[] = [];

const notify = new NotifyClient({
  apiKey: `bench-${uuid}-${uuid}`,
  transport: async ({ body }) => {
    // As the socket is given it, and while it is on its way.
    const sent = Buffer.from(body ?? '');
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { status: 201, headers: {}, body: Buffer.from(`{"id":"${uuid}","bytes":${sent.byteLength}}`) };
  },
});
const queues = { isUrgent: () => false, requeue: unexpected, hold: unexpected, deadLetter: unexpected };
const send = createSender({
  store: {
    claim: async (delivery: Delivery) => ({ claimed: true, verify: false, delivery }),
    create: async (delivery: Delivery) => created.push(delivery) > 0,
    transition: async () => true,
  } as never,
  notify: { current: async () => notify, renewed: async () => notify },
  queues,
  scheduler: { schedule: unexpected },
  holds: new CachedHolds(
    {
      read: async () => ({ holds: [], circuits: [] }),
      place: async () => undefined,
      replace: async () => undefined,
      writeCircuit: async () => true,
    },
    systemClock,
  ),
  breaker: new Breaker(),
  rateLimiter: {
    acquire: async () => ({ at: 0, taken: true }),
    expect() {},
    expectLess() {},
    slowDown: async () => undefined,
  },
  clock: systemClock,
  deadline: { remaining: () => 120_000 },
  monitor: silent,
  hashKey: async () => 'the key of the bench',
  pipelineId: 'bench',
  recordRetentionSeconds: 86_400,
  maxFailures: 10,
});
const bucketName = 'bucket';
const take = withPayloads({
  send,
  bucketName,
  rateLimiter: { expectLess() {} },
  mostInHand: Infinity,
  blobs: {
    // As the SDK does: in pieces, which it puts together and decodes.
    open: async () => ({
      bytes: stored.byteLength,
      storedAt: Date.now(),
      text: async () => Buffer.concat([Buffer.from(stored)]).toString(),
      close() {},
    }),
    refresh: async () => undefined,
    delete: async () => undefined,
  },
  spent: { add: async () => undefined, has: async () => false },
  queues,
  clock: systemClock,
  monitor: silent,
});

const record = (place: number): SQSRecord =>
  ({
    messageId: `message ${place}`,
    body: writePointer({ bucketName, key: `payloads/${uuid}` }),
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: {},
  }) as never;

void (async () => {
  const before = process.memoryUsage().rss;
  const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: Number(copies) }, (_, place) => take(record(place))));
  const { user, system } = process.cpuUsage(cpu);
  const peak = process.resourceUsage().maxRSS * 1024;
  const refused = created[0]?.reason;
  console.log(
    JSON.stringify({
      bytes: stored.byteLength,
      cpuMs: (user + system) / 1000,
      before,
      peak,
      ...(refused ? { refused } : {}),
    }),
  );
})();

async function unexpected(): Promise<void> {
  throw new Error('nothing is put aside here');
}
