import { signAtOnce } from './signing';
import { runBudget, runFraud } from './texts';

beforeAll(() => signAtOnce());

test('a fraud to 40 numbers gets no more than its limit to each, and others are not late for it', async () => {
  const fraud = await runFraud(1500, 500);

  expect(fraud).toMatchObject({ numbers: 40, mostToNumber: 5, rejected: 1500 - 40 * 5, others: 500 });
  expect(fraud.seconds).toBeLessThanOrEqual(1.02 * fraud.secondsWithout + (40 * 5) / 48);
  expect(fraud.writesPerText).toBeLessThan(1);
}, 240_000);

test('a mailing stops at the budget of each day and goes on at midnight, and what is no text message goes meanwhile', async () => {
  const { byDay, ...all } = await runBudget(800, 300, 50);

  expect(all).toEqual({ twice: 0, deadLetters: 0, emails: 50 });
  expect(byDay.reduce((sum, texts) => sum + texts)).toBe(800);
  // Over it goes what is in flight when it is spent: a batch of 48 with each of four workers.
  for (const texts of byDay.slice(0, -1)) {
    expect(texts).toBeGreaterThanOrEqual(300);
    expect(texts).toBeLessThanOrEqual(300 + 4 * 48);
  }
}, 240_000);
