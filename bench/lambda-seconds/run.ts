import { second } from '../../lib/contract/time';
import { sendConcurrencyFor } from '../../lib/construct/functions/send-concurrency';
import { rateLimitSettings } from '../../lib/contract/rate-limit';
import { latest, report, type Row } from '../shared/results';
import { Fleet, type FleetSettings } from './fleet';

// What the send function costs while a mailing drains, how fast it takes a burst, and how much memory large messages take. Its
// bundle runs in processes that get as much of a processor as Lambda gives for their memory, so nothing else may be at work
// on the machine. `npm run bundle` comes first.
//   npm run bench:lambda-seconds -- [steady] [burst] [memory]

const { queue, urgentQueue } = sendConcurrencyFor({ rateLimit: 3000, rateShare: 1 });
const { rate, burst, urgentReserve } = rateLimitSettings(3000, 1);
const mebibyte = 1024 * 1024;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const usual: FleetSettings = {
  workers: queue.maxConcurrency,
  batchSize: queue.size,
  memory: 512,
  urgent: false,
  awsMs: 8,
  notifyMs: 150,
  rate,
  spentSeconds: 0,
  payloads: [],
  inlineBytes: 1,
};

const secondsOf = 'Lambda seconds a message';

type Figures = Readonly<Record<string, string | number>>;

async function withFleet(settings: FleetSettings, measure: (fleet: Fleet) => Promise<Figures>): Promise<Figures> {
  const fleet = new Fleet();
  try {
    await fleet.start(settings);
    const { workers, batchSize, memory, notifyMs } = settings;
    return { workers, batchSize, memory, notifyMs, ...(await measure(fleet)) };
  } finally {
    fleet.stop();
  }
}

/** In the middle of a mailing: of the bucket is left what comes in. */
const steady = (settings: FleetSettings): Promise<Figures> =>
  withFleet({ ...settings, spentSeconds: (burst - urgentReserve) / rate }, async (fleet) => {
    await pause(5 * second);
    const [from, before] = [Date.now(), await fleet.posted()];
    await pause(40 * second);
    const [to, after] = [Date.now(), await fleet.posted()];
    const whole = fleet.invocations.filter(({ began, took }) => began >= from && began + took <= to);
    const sum = (of: (invocation: (typeof whole)[number]) => number) =>
      whole.reduce((total, one) => total + of(one), 0);
    const sent = sum((one) => one.sent);
    return {
      'messages a second': ((after - before) / ((to - from) / second)).toFixed(1),
      [secondsOf]: (sum(({ took }) => took) / second / sent).toFixed(4),
      'CPU ms a message': (sum(({ cpu }) => cpu) / sent).toFixed(2),
      'peak MB': Math.round(Math.max(...whole.map(({ peak }) => peak))),
    };
  });

/** A full bucket, until all that may be taken from it at once was posted. */
const ofBurst = (settings: FleetSettings): Promise<Figures> =>
  withFleet(settings, async (fleet) => {
    const goal = burst - (settings.urgent ? 0 : urgentReserve);
    const began = Date.now();
    while ((await fleet.posted()) < goal) await pause(25);
    return { 'posted at once': goal, seconds: ((Date.now() - began) / second).toFixed(1) };
  });

/** Large messages beside a batch of others that fill an event. */
const ofMemory = (megabytes: readonly number[]): Promise<Figures> =>
  withFleet(
    {
      ...usual,
      workers: 1,
      batchSize: megabytes.length + 10,
      payloads: megabytes.map((size) => Math.floor(size * mebibyte)),
      inlineBytes: 590_000,
    },
    async (fleet) => {
      while (fleet.invocations.length < 3) await pause(100);
      const [first, second, third] = fleet.invocations;
      return {
        'in the bucket, MiB': megabytes.join(' + '),
        sent: [first, second, third].map((one) => one?.sent).join(', '),
        'peak MB': Math.round(third?.peak ?? NaN),
      };
    },
  );

const parts: Readonly<Record<string, () => Promise<readonly Figures[]>>> = {
  steady: async () => [await steady(usual), await steady({ ...usual, notifyMs: second })],
  burst: async () => [
    await ofBurst(usual),
    await ofBurst({ ...usual, memory: 1024 }),
    await ofBurst({
      ...usual,
      urgent: true,
      workers: urgentQueue.maxConcurrency,
      batchSize: urgentQueue.size,
      memory: 1024,
    }),
  ],
  memory: async () => [await ofMemory([15.9]), await ofMemory([15.9, 4, 7.9]), await ofMemory([15.9, 15.9, 15.9])],
};

/** What other benches go on from. */
export interface LambdaSecondsCounted {
  /** Of a message of a mailing, where Notify takes 150 ms. */
  readonly secondsAMessage: number;
}

async function run(): Promise<void> {
  const asked = process.argv.slice(2).filter((part) => part in parts);
  const rows: Row[] = [];
  let { secondsAMessage } = latest<LambdaSecondsCounted>('lambda-seconds')?.counted ?? { secondsAMessage: NaN };
  for (const part of asked.length > 0 ? asked : Object.keys(parts)) {
    const measured = (await parts[part]?.()) ?? [];
    if (part === 'steady') secondsAMessage = Number(measured[0]?.[secondsOf]);
    for (const { workers, batchSize, memory, notifyMs, ...found } of measured) {
      const against = `${workers} × ${memory} MB, batches of ${batchSize}, Notify in ${notifyMs} ms`;
      const figures = Object.entries(found).map(([name, figure]) => `${name} ${figure}`);
      rows.push({ what: part, against, found: figures.join(', ') });
    }
  }
  report('lambda-seconds', rows, { secondsAMessage } satisfies LambdaSecondsCounted);
}

void run();
