import { hour, minute, second } from '../../lib/contract/time';
import { bill, type Item } from '../cost/bill';
import { inFull, report, type Row } from '../shared/results';
import { lateness, type Lateness } from './lateness';
import { unitsOfSteps } from './units';

// What a message with a send_after costs beyond being sent, counted on a DynamoDB in this process, and how late messages are.
// All of it is the code that runs in AWS, on a virtual clock.
//   npm run bench:schedule -- [due in one minute]

const big = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 1_000_000);

/** What other benches go on from. */
export interface ScheduleCounted {
  /** What a scheduled message uses beyond being sent. */
  readonly items: readonly Item[];
}

/** What cannot be counted on this machine. */
const assumed: readonly Item[] = [
  {
    what: 'SQS, to release',
    of: 'sqs requests',
    quantity: 0.3,
    source: 'put on its queue, received and deleted ten at a time',
  },
  {
    what: 'Lambda, to schedule and to release',
    of: 'lambda GB-seconds',
    quantity: 0.0088,
    source: 'assumed, of both functions',
  },
];

async function itemsOfASchedule(): Promise<readonly Item[]> {
  const steps = (await unitsOfSteps()).filter(({ always }) => !always);
  const counted = steps.flatMap(({ step, writes, reads }): Item[] => [
    {
      what: `DynamoDB writes, ${step}`,
      of: 'dynamodb write units',
      quantity: writes,
      source: 'counted by bench:schedule',
    },
    {
      what: `DynamoDB reads, ${step}`,
      of: 'dynamodb read units',
      quantity: reads,
      source: 'counted by bench:schedule',
    },
  ]);
  return [...counted.filter(({ quantity }) => quantity > 0), ...assumed];
}

async function run(): Promise<void> {
  const items = await itemsOfASchedule();
  const beside = await lateness(
    [
      { called: '300,000 due tomorrow', count: 300_000, due: 24 * hour },
      { called: '50 due in half an hour', count: 50, due: 30 * minute },
    ],
    1,
  );
  const eachMinute = Array.from({ length: 60 }, (_, number) => ({
    called: '10 due in each minute beside them',
    count: 10,
    due: (number + 1) * minute + (number % 6) * 10 * second,
  }));
  const crowd = { called: `${inFull(big)} due in one minute`, count: big, due: second };
  const crowded = await lateness([crowd, ...eachMinute], Math.ceil(big / 48 / 3600) + 1);
  const { lines, dollars } = bill(items);
  report(
    'schedule',
    [
      { what: 'a million scheduled, beyond sending them', found: `$${dollars.toFixed(2)}` },
      ...lines.map(({ what, of, quantity, dollars: paid, source }) => ({
        what: `  ${what}`,
        against: `${inFull(quantity, 3)} ${of}`,
        found: `$${paid.toFixed(2)}: ${source}`,
      })),
      ...[...beside, ...crowded].map(rowOf),
    ],
    { items } satisfies ScheduleCounted,
  );
}

const rowOf = ({ called, messages, onQueue, atNotify, perSecond }: Lateness): Row => ({
  what: called,
  against: `${inFull(messages)} sent, ${inFull(perSecond, 1)} a second`,
  found: `at most ${inFull(onQueue, 1)} s late on the queue, ${inFull(atNotify, 1)} s at Notify`,
});

void run();
