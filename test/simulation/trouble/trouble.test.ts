import { breadth } from '../../breadth';
import { signAtOnce } from '../signing';
import { badAmongGood, brownOut, conditionHolds, oneChannelFails, postsFail } from './scenarios';
import { failing } from './troubles';
import { runTrouble } from './trouble-schedule';

beforeAll(() => signAtOnce());

const patient = 240_000;

describe('simulation: Notify fails on what is posted and answers what is read', () => {
  test.each([
    ['its own 500', 6, 1],
    ['a 503 page', 2, 3],
    ['its own 500', 6, 60],
    ['a lost connection', 2, 60],
    ['no answer for 40 seconds', 2, 3],
    ['no look at it for 31 seconds', 2, 30],
  ] as const)(
    '%s for %i hours: %i messages are all sent once within two minutes of its end, and none is given up',
    async (fault, hours, messages) => {
      const { inVain, lateBy, ...end } = await postsFail(failing[fault], hours, messages);
      expect(end).toEqual({ states: { sent: messages }, deadLetters: 0, broken: [] });
      expect(lateBy).toBeLessThan(120);
      expect(inVain).toBeLessThan(61 * hours + 5 * messages + 20);
    },
    patient,
  );

  test(
    'on text messages alone: all others go as when all is well, and the texts in the end',
    async () => {
      const { emails, urgent, letters, ...end } = await oneChannelFails(failing['a 503 page']);
      expect(end).toEqual({ states: { sent: 944 }, deadLetters: 0, broken: [] });
      expect(urgent ?? 0).toBeLessThan(1);
      // SQS gathers what is not urgent for a second.
      expect(Math.max(emails ?? 0, letters ?? 0)).toBeLessThan(2);
    },
    patient,
  );
});

describe('simulation: messages on which Notify falls over by their own fault', () => {
  test.each([
    [5, 50, 'among', false],
    [5, 50, 'after', false],
    [1, 0, 'after', false],
    [40, 60, 'before', true],
  ] as const)(
    '%i of them and %i good ones, the bad %s the good (and more good ones come: %s): no good one waits, the bad end',
    async (bad, good, order, goesOn) => {
      const { goodWaited, attempts, reasons, hours, ...end } = await badAmongGood(bad, good, order, goesOn);
      expect(end).toMatchObject({ deadLetters: bad, broken: [], states: { failed: bad } });
      expect(goodWaited).toBeLessThan(10);
      expect(attempts.least).toBeGreaterThanOrEqual(10);
      expect(attempts.most).toBeLessThanOrEqual(12);
      expect(reasons).toBe(bad);
      expect(hours).toBeLessThan(goesOn ? 2.5 : 8);
    },
    patient,
  );
});

test.each(['team key', 'trial mode', 'no emails'] as const)(
  'simulation: %s for a minute: no message is rejected, and all are sent after it is mended',
  async (condition) => {
    const { lateBy, ...end } = await conditionHolds(condition, 100);
    expect(end).toEqual({ states: { sent: 100 }, deadLetters: 0, broken: [] });
    expect(lateBy).toBeLessThan(180);
  },
  patient,
);

test(
  'simulation: where four of five posts fail for hours every message is sent in the end, once',
  async () => {
    expect(await brownOut(0.8, 250, 3)).toMatchObject({ states: { sent: 250 }, deadLetters: 0, broken: [] });
  },
  patient,
);

/** One can be run again by its number: `SEED=1234 npx jest test/simulation/trouble`. */
const only = process.env['SEED'];
/** Two scheduled functions begin in one moment, and what each of them does is to be seen beside the other's. */
const moments = 5023;
const count = breadth({ sample: 8, full: 24 });
const seeds = only === undefined ? [...Array.from({ length: count }, (_, seed) => seed), moments] : [Number(only)];

test(
  'simulation: whatever fails at Notify and at AWS, good messages are sent and bad ones end',
  async () => {
    const broken = [];
    for (const seed of seeds) {
      const ended = await runTrouble(seed);
      if (ended.faults.length > 0) broken.push(ended);
    }
    expect(broken).toEqual([]);
  },
  patient,
);

describe('simulation: a safeguard of lanes that is removed is noticed', () => {
  test.each(['witness', 'empty messages'] as const)(
    'without its %s the pipeline gives up good messages when nothing that is posted is taken',
    async (missing) => {
      const { states } = await postsFail(failing['its own 500'], 8, 3, missing);
      expect(states).toEqual({ failed: 3 });
    },
    patient,
  );
});
