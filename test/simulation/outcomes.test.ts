import { breadth } from '../breadth';
import { runOutcomes, type Known } from './outcomes';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

const seeds = Array.from({ length: breadth({ sample: 2, full: 10 }) }, (_, seed) => seed);

test('every delivery ends in the state that Notify holds, if no callback is lost, some are, or all are', async () => {
  const missed: number[] = [];
  for (const lost of [0, 0.3, 1]) {
    const runs: Known[] = [];
    for (const seed of seeds) runs.push(await runOutcomes(seed, lost));

    expect(runs.filter(({ faults }) => faults.length > 0)).toEqual([]);
    missed.push(runs.reduce((sum, { byPollOnly }) => sum + byPollOnly, 0));
  }
  expect(missed).toEqual(missed.toSorted((a, b) => a - b));
  expect(missed[0]).toBeLessThan(missed[2] ?? 0);
}, 300_000);
