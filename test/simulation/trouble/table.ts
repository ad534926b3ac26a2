import Table from 'cli-table3';
import { badAmongGood, brownOut, conditionHolds, oneChannelFails, postsFail } from './scenarios';
import { failing } from './troubles';

interface Row {
  readonly states: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  readonly broken: readonly string[];
  readonly [figure: string]: unknown;
}

const scenarios: readonly (readonly [string, () => Promise<Row>])[] = [
  ...[1, 3, 500, 3000].map((messages) => {
    const run = () => postsFail(failing['its own 500'], 6, messages);
    return [`posts fail for 6 hours, ${messages} messages`, run] as const;
  }),
  ['the same for 26 hours, 60 messages, 503 pages', () => postsFail(failing['a 503 page'], 26, 60)],
  ['the same for 2 hours, 60 messages, connections lost', () => postsFail(failing['a lost connection'], 2, 60)],
  ['the same for 2 hours, 60 messages, each hangs', () => postsFail(failing['no answer for 40 seconds'], 2, 60)],
  ['text messages alone fail for 2 hours', () => oneChannelFails(failing['its own 500'])],
  ['text messages alone hang for 2 hours', () => oneChannelFails(failing['no answer for 40 seconds'])],
  ['5 bad among 200 good', () => badAmongGood(5, 200, 'among')],
  ['200 bad after 50 good, then nothing', () => badAmongGood(200, 50, 'after')],
  ['200 bad before 400 good, then a good one every 5 s', () => badAmongGood(200, 400, 'before', true)],
  ['a team key for a minute, 200 messages', () => conditionHolds('team key', 200)],
  ['trial mode for a minute, 200 messages', () => conditionHolds('trial mode', 200)],
  ['emails switched off for a minute, 200 messages', () => conditionHolds('no emails', 200)],
  ...[0.5, 0.8, 0.95].map((part) => {
    const run = () => brownOut(part, 1000, 4);
    return [`${part * 100} % of posts fail for 4 hours, 1,000 messages`, run] as const;
  }),
];

/** What each kind of trouble comes to, one by one. */
export async function troubleTable(): Promise<string> {
  const table = new Table({ head: ['what', 'states', 'dead', 'broken', 'figures'], style: { head: [], border: [] } });
  for (const [what, run] of scenarios) {
    const { states, deadLetters, broken, ...figures } = await run();
    table.push([what, words(states), String(deadLetters), String(broken.length), words(figures)]);
  }
  return table.toString();
}

const words = (values: object): string =>
  Object.entries(values)
    .map(
      ([name, value]) => `${name}: ${typeof value === 'number' ? Math.round(value * 10) / 10 : JSON.stringify(value)}`,
    )
    .join(', ');
