import { drainMailing } from './drains';
import type { Missing } from './fleet/settings';
import { runSchedule } from './schedule';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

/** The simulator would be worth nothing if it did not notice. */
test.each<Missing>(['lease', 'look-up', 'conditional write'])(
  'without its %s the pipeline sends some messages twice, and the simulator notices',
  async (missing) => {
    const isTwice = (fault: string): boolean => /accepted [2-9] times/.test(fault);
    let noticed = false;
    for (let seed = 0; seed < 15 && !noticed; seed += 1) {
      noticed = (await runSchedule(seed, missing)).faults.some(isTwice);
    }

    expect(noticed).toBe(true);
  },
  240_000,
);

test('without its rate limiter the pipeline asks Notify far more often than there are messages', async () => {
  const drained = await drainMailing(3000, 4, 'rate limit');

  expect(drained.requestsPerMessage).toBeGreaterThan(1.5);
}, 240_000);
