import { breadth } from '../breadth';
import { runSchedule } from './schedule';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

/** One can be run again by its number: `SEED=1234 npx jest test/simulation/schedules`. */
const only = process.env['SEED'];
const count = breadth({ sample: 40, full: 320 });
const seeds = only === undefined ? Array.from({ length: count }, (_, seed) => seed) : [Number(only)];

test.each(Array.from({ length: Math.ceil(seeds.length / 20) }, (_, group) => seeds.slice(group * 20, group * 20 + 20)))(
  'whatever breaks, every message is sent once or its record says why not: seeds from %i',
  async (...group) => {
    const broken = [];
    for (const seed of group) {
      const ended = await runSchedule(seed);
      if (ended.faults.length > 0) broken.push(ended);
    }
    expect(broken).toEqual([]);
  },
  240_000,
);
