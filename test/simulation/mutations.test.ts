import { drainMailing } from './drains';
import type { Missing } from './fleet/settings';
import { runSchedule } from './schedule';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

/** The simulator would be worth nothing if it did not notice. */
test.each<Missing>(['lease', 'look-up', 'conditional write'])(
  'without its %s the pipeline sends some messages twice, and the simulator notices',
  async (missing) => {
    const ended = [];
    for (let seed = 0; seed < 15; seed += 1) ended.push(await runSchedule(seed, missing));

    expect(ended.flatMap(({ faults }) => faults).join('\n')).toMatch(/accepted [2-9] times/);
  },
  240_000,
);

test('without its rate limiter the pipeline asks Notify far more often than there are messages', async () => {
  const drained = await drainMailing(3000, 4, 'rate limit');

  expect(drained.requestsPerMessage).toBeGreaterThan(1.5);
}, 240_000);
