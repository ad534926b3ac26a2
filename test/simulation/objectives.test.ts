import { areKept, measureObjectives, type Kept } from './objectives';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

test('while a mailing drains, urgent messages and outcomes are as fast as promised, and none is lost or doubled', async () => {
  const kept = await measureObjectives(1200, 30);

  expect(kept).toMatchObject({ urgent: 30, urgentOnTime: 1, outcomes: 1230, lost: 0, doubled: 0 });
  expect(areKept(kept)).toBe(true);
}, 240_000);

test.each<[string, Partial<Kept>]>([
  ['an urgent message in 500 that is late', { urgentOnTime: 0.998 }],
  ['two outcomes in a hundred that are late', { outcomesOnTime: 0.98 }],
  ['a message that is lost', { lost: 1 }],
  ['a message that Notify has twice', { doubled: 1 }],
])('%s is less than was promised', (_what, less) => {
  const perfect: Kept = {
    urgent: 1000,
    urgentOnTime: 1,
    slowestUrgentSeconds: 1,
    outcomes: 1000,
    outcomesOnTime: 1,
    slowestOutcomeSeconds: 1,
    lost: 0,
    doubled: 0,
  };
  expect([areKept(perfect), areKept({ ...perfect, ...less })]).toEqual([true, false]);
});
