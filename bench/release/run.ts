import Table from 'cli-table3';
import { createReleaser } from '../../lambda/release/release';
import { createSqsHeldQueues } from '../../lambda/shared/aws/sqs-held-queues';
import { createSqsMessageQueues } from '../../lambda/shared/aws/sqs-queues';
import { minute, second } from '../../lib/contract/time';
import { createQueues, type MemoryQueues } from '../../local/aws/memory-queues';
import { memorySqs } from '../../local/aws/memory-sqs';
import { VirtualClock } from '../../local/virtual-clock';
import { MemoryHoldStore } from '../../test/fakes/memory-holds';
import { aRecord } from '../../test/send/records';
import { shape } from '../../test/simulation/fleet/shape';
import { report, type Row } from '../shared/results';
import { silence } from '../../local/silence';

// How many calls of SQS a message costs that is held once, and how fast held messages are brought back. All of it is the
// code that runs in AWS, on a virtual clock, with an SQS that takes so long for a call.
//   npm run bench:release -- [messages]

const total = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 20_000);
/** As many as a send function has at a time. */
const batchSize = 50;
/** What Notify takes in a second. */
const rate = 48;

interface Figures {
  readonly milliseconds: number;
  readonly limit: 'Notify' | 'SQS';
  readonly callsToHold: number;
  readonly callsToRelease: number;
  readonly calls: number;
  /** Messages brought back in a second, from the first run to the last. */
  readonly perSecond: number;
  /** The same while a run runs. */
  readonly perSecondOfRuns: number;
  readonly mostOnQueue: number;
}

/** Holds messages of one lane, and brings them back. `limit`: what is brought back is sent at Notify's pace, or at once. */
async function measure(milliseconds: number, limit: Figures['limit']): Promise<Figures> {
  const clock = new VirtualClock(Date.parse('2026-03-02T09:00:00Z'));
  const queues = createQueues({ ...shape, table: {}, scheduledTable: {} }, clock);
  const { sqs, urls } = memorySqs(queues);
  let calls = 0;
  const counted = {
    send: async (command: never) => {
      calls += 1;
      await clock.sleep(milliseconds);
      return sqs.send(command);
    },
  } as unknown as typeof sqs;

  const aside = createSqsMessageQueues(counted, urls, clock);
  for (let held = 0; held < total; held += batchSize) {
    const records = Array.from({ length: Math.min(batchSize, total - held) }, () => aRecord(message));
    await inItsTime(clock, Promise.all(records.map((record) => aside.hold(record, 'email'))));
  }
  const callsToHold = calls;

  const release = createReleaser({
    held: createSqsHeldQueues(counted, urls, clock),
    holds: new MemoryHoldStore(),
    review: async () => undefined,
    askLane: async (circuit) => circuit,
    clock,
    monitor: silence,
    rate: limit === 'Notify' ? rate : 1_000_000,
    within: 45 * second,
  });
  const sender = new SenderAtPace(queues, limit === 'Notify' ? rate : Infinity);
  const start = clock.now();
  const seen = { back: start, runs: 0, mostOnQueue: 0 };
  while (queues.heldQueues.email.size > 0) {
    const began = clock.now();
    await inItsTime(clock, release(), () => sender.sendUntil(clock.now()));
    seen.back = clock.now();
    seen.runs += seen.back - began;
    seen.mostOnQueue = Math.max(seen.mostOnQueue, queues.queue.size);
    clock.advanceTo(began + minute);
    sender.sendUntil(clock.now());
  }
  return {
    milliseconds,
    limit,
    callsToHold: callsToHold / total,
    callsToRelease: (calls - callsToHold) / total,
    calls: calls / total,
    perSecond: total / ((seen.back - start) / second),
    perSecondOfRuns: total / (seen.runs / second),
    mostOnQueue: seen.mostOnQueue,
  };
}

/** Lets time pass until something has come to its end. */
async function inItsTime<Result>(clock: VirtualClock, work: Promise<Result>, passed = () => {}): Promise<Result> {
  const state = { isDone: false };
  const done = work.finally(() => (state.isDone = true));
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (state.isDone) return done;
    if (clock.nextAlarm !== undefined) clock.advanceTo(clock.nextAlarm);
    passed();
  }
}

/** Takes messages off the queue as fast as Notify takes them. */
class SenderAtPace {
  #sent = 0;
  #since: number | undefined;

  constructor(
    private readonly queues: MemoryQueues,
    private readonly perSecond: number,
  ) {}

  sendUntil(now: number): void {
    this.#since ??= now;
    const due = (this.perSecond * (now - this.#since)) / second;
    while (this.#sent + 1 <= due) {
      const [one] = this.queues.queue.receive(1);
      if (!one) return void (this.#sent = Number.isFinite(due) ? Math.floor(due) : this.#sent);
      this.queues.queue.delete(one.receiptHandle);
      this.#sent += 1;
    }
  }
}

const message = { type: 'email', template_id: 'e0000000-0000-4000-8000-000000000001', email_address: 'a@example.com' };

async function run(): Promise<void> {
  const all: Figures[] = [];
  for (const limit of ['SQS', 'Notify'] as const) {
    for (const milliseconds of [10, 20, 30]) all.push(await measure(milliseconds, limit));
  }
  const table = new Table({
    head: ['ms a call', 'limited by', 'calls to hold', 'to release', 'in all', 'a second', 'in runs', 'most on queue'],
    style: { head: [], border: [] },
  });
  for (const figures of all) {
    const { milliseconds, limit, callsToHold, callsToRelease, calls, perSecond, perSecondOfRuns, mostOnQueue } =
      figures;
    table.push([
      milliseconds,
      limit,
      ...[callsToHold, callsToRelease, calls].map((count) => count.toFixed(3)),
      ...[perSecond, perSecondOfRuns].map((count) => count.toFixed(1)),
      mostOnQueue,
    ]);
  }
  process.stdout.write(`${total} emails that a hold stops once\n${table.toString()}\n`);

  const callsAMessage = Math.max(...all.map(({ calls }) => calls));
  const perSecond = all.find(({ milliseconds, limit }) => milliseconds === 20 && limit === 'SQS')?.perSecondOfRuns ?? 0;
  const rows: readonly Row[] = [
    {
      what: 'SQS calls a held message, parking included',
      aim: '≤ 0.5',
      found: callsAMessage.toFixed(3),
      reached: callsAMessage <= 0.5,
    },
    {
      what: 'released in a second at 20 ms a call',
      aim: '≥ 200',
      found: perSecond.toFixed(0),
      reached: perSecond >= 200,
    },
  ];
  report('release', rows, { callsAMessage, all });
}

void run();
