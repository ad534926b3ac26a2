import Table from 'cli-table3';
import { parseArgs } from 'node:util';
import { duration } from '../../local/durations';
import { drainMailing, drainOverDays, drainThroughOutage, type Drained } from './drains';
import type { Missing } from './fleet/settings';
import { areKept, measureObjectives } from './objectives';
import { runOutcomes } from './outcomes';
import { runSchedule, type Ended } from './schedule';
import { signAtOnce } from './signing';
import { objectives } from '../../lib/contract/objectives';
import { runBudget, runFraud } from './texts';
import { hour } from '../../lib/contract/time';
import { brownOut } from './trouble/scenarios';
import { troubleTable } from './trouble/table';
import { runTrouble } from './trouble/trouble-schedule';

const usage = `npm run simulate -- [--seeds N] [--from N] [--schedules | --trouble | --outcomes | --drains | --objectives | --texts]
                        [--small]

Runs the pipeline's own code on a virtual clock, against the stand-in for Notify, and prints what it came to.

  --seeds N      how many random schedules; 10,000 without it
  --from N       the first seed: --from 1234 --seeds 1 runs one again
  --schedules    the random schedules alone
  --trouble      the random schedules in which Notify fails on what is posted, by channel, message or condition, and AWS by
                 operation; and the same one by one
  --outcomes     only what happened to messages, with no receipt lost, some, or all: a tenth as many runs of each
  --drains       the drains alone
  --objectives   how far the objectives are kept alone, while a mailing drains
  --texts        50,000 text messages of a fraud among as many others, and a mailing over the budget of a day
  --small        the drains, that mailing and the texts with a hundredth of the messages
`;

const missing: readonly Missing[] = ['lease', 'look-up', 'conditional write'];
const missingOfLanes: readonly Missing[] = ['witness', 'empty messages'];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      from: { type: 'string', default: '0' },
      schedules: { type: 'boolean', default: false },
      trouble: { type: 'boolean', default: false },
      outcomes: { type: 'boolean', default: false },
      drains: { type: 'boolean', default: false },
      objectives: { type: 'boolean', default: false },
      texts: { type: 'boolean', default: false },
      small: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  await signAtOnce();
  const chosen = [values.schedules, values.trouble, values.outcomes, values.drains, values.objectives, values.texts];
  const all = !chosen.includes(true);
  const [from, seeds] = [Number(values.from), Number(values.seeds)];
  if (all || values.schedules) await schedules(from, seeds);
  if (all || values.trouble) await trouble(from, seeds);
  if (all || values.outcomes) await outcomes(from, Math.ceil(seeds / 10));
  if (all || values.drains) await drains(values.small ? 100 : 1);
  if (all || values.objectives) await showObjectives(values.small ? 100 : 1);
  if (all || values.texts) await texts(values.small ? 100 : 1);
}

async function schedules(from: number, count: number): Promise<void> {
  await runSeeds('schedules', runSchedule, from, count);
  for (const part of missing)
    print(`without its ${part}: ${await brokenWithout(runSchedule, part)} of 100 schedules broken, as it must be`);
}

async function trouble(from: number, count: number): Promise<void> {
  await runSeeds('trouble', runTrouble, from, count);
  for (const part of missingOfLanes)
    print(`without its ${part}: ${await brokenWithout(runTrouble, part)} of 100 schedules broken, as it must be`);
  const { states } = await brownOut(0.7, 3000, 2.5, 'well lane');
  print(
    `without its well lane: ${states['failed'] ?? 0} of 3,000 good messages given up in a brown-out, as it must be`,
  );
  if (!states['failed']) process.exitCode = 1;
  print(await troubleTable());
}

type Run = (seed: number, without?: Missing) => Promise<Ended>;

async function runSeeds(option: string, run: Run, from: number, count: number): Promise<void> {
  const totals = { messages: 0, deaths: 0, broken: 0 };
  for (let seed = from; seed < from + count; seed += 1) {
    const { faults, messages, deaths } = await run(seed);
    totals.messages += messages;
    totals.deaths += deaths;
    if (faults.length === 0) continue;
    totals.broken += 1;
    process.exitCode = 1;
    print(`seed ${seed} is broken; run it again with: npm run simulate -- --${option} --from ${seed} --seeds 1`);
    for (const fault of faults) print(`  ${fault}`);
  }
  print(
    `${count} random ${option === 'trouble' ? 'schedules of trouble' : option}, ${totals.messages} messages, ` +
      `${totals.deaths} deaths: ${totals.broken} broken`,
  );
}

async function outcomes(from: number, count: number): Promise<void> {
  for (const lost of [0, 0.3, 1]) {
    const totals = { deliveries: 0, byPollOnly: 0, wrong: 0 };
    for (let seed = from; seed < from + count; seed += 1) {
      const { faults, deliveries, byPollOnly } = await runOutcomes(seed, lost);
      totals.deliveries += deliveries;
      totals.byPollOnly += byPollOnly;
      totals.wrong += faults.length;
      for (const fault of faults) print(`  seed ${seed}: ${fault}`);
    }
    if (totals.wrong > 0) process.exitCode = 1;
    print(
      `${lost * 100} % of receipts lost, the others twice, late and out of order: ${totals.deliveries} deliveries, ` +
        `${totals.byPollOnly} outcomes by the poll only, ${totals.wrong} wrong`,
    );
  }
}

async function showObjectives(divisor: number): Promise<void> {
  const kept = await measureObjectives(50_000 / divisor, 1000 / divisor);
  const { urgentWithin, urgentOnTime, outcomeWithin, outcomeOnTime } = objectives;
  const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;
  print(
    `${kept.urgent} urgent texts during a mailing: Notify had ${percent(kept.urgentOnTime)} within ${urgentWithin} s ` +
      `(objective ${percent(urgentOnTime)}), the slowest after ${kept.slowestUrgentSeconds.toFixed(1)} s`,
  );
  print(
    `${kept.outcomes} outcomes by the poll: ${percent(kept.outcomesOnTime)} known within ${outcomeWithin} s of Notify's ` +
      `(objective ${percent(outcomeOnTime)}), the slowest after ${kept.slowestOutcomeSeconds.toFixed(1)} s`,
  );
  print(`${kept.lost} lost, ${kept.doubled} doubled (objective 0)`);
  if (!areKept(kept)) process.exitCode = 1;
}

async function brokenWithout(run: Run, part: Missing): Promise<number> {
  let broken = 0;
  for (let seed = 0; seed < 100; seed += 1) broken += (await run(seed, part)).faults.length > 0 ? 1 : 0;
  if (broken === 0) process.exitCode = 1;
  return broken;
}

async function drains(divisor: number): Promise<void> {
  const table = new Table({
    head: ['what', 'sent', 'twice', 'took', 'least', 'ratio', 'requests', 'dead', 'receives', 'writes', 'slowest text'],
    style: { head: [], border: [] },
  });
  for (const drain of drainsOf(divisor)) table.push(row(await drain()));
  print(table.toString());
  print(
    'requests: to Notify, for a message; receives: the most for any message; writes: of rate limiter and holds, for a message',
  );
}

async function texts(divisor: number): Promise<void> {
  const fraud = await runFraud(50_000 / divisor, 50_000 / divisor);
  print(
    `a fraud of ${50_000 / divisor} text messages to ${fraud.numbers} numbers: at most ${fraud.mostToNumber} to any, ` +
      `${fraud.rejected} rejected; ${fraud.others} others took ${fraud.seconds.toFixed(1)}s, ` +
      `${fraud.secondsWithout.toFixed(1)}s without it, ${(fraud.seconds / fraud.secondsWithout).toFixed(3)} times; ` +
      `${fraud.writesPerText.toFixed(3)} writes a text message`,
  );
  const { byDay, twice } = await runBudget(20_000 / divisor, 8000 / divisor, 1000 / divisor);
  print(
    `${20_000 / divisor} text messages at ${8000 / divisor} fragments a day: ${byDay.join(', ')} by day, ${twice} twice`,
  );
}

const drainsOf = (divisor: number): readonly (() => Promise<Drained>)[] => [
  ...[1, 2, 10].map((workers) => () => drainMailing(10_000 / Math.min(divisor, 10), workers)),
  () => drainMailing(10_000 / Math.min(divisor, 10), 10, 'rate limit'),
  () => drainThroughOutage(100_000 / divisor, 6 * hour),
  () => drainOverDays(1_000_000 / divisor, 20_000 / divisor, 250_000 / divisor),
];

function row(drained: Drained): string[] {
  const { what, sent, twice, seconds, floor, requestsPerMessage, deadLetters, mostReceives, writesPerMessage } =
    drained;
  return [
    what,
    String(sent),
    String(twice),
    duration(seconds * 1000),
    duration(floor * 1000),
    (seconds / floor).toFixed(3),
    requestsPerMessage.toFixed(3),
    String(deadLetters),
    String(mostReceives),
    writesPerMessage.toFixed(3),
    drained.slowestText === undefined ? '' : `${drained.slowestText.toFixed(1)}s`,
  ];
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
