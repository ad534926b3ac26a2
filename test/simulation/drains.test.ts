import { breadth } from '../breadth';
import { drainMailing, drainOverDays, drainThroughOutage, type Drained } from './drains';
import { signAtOnce } from './signing';

beforeAll(() => signAtOnce());

/** All are sent, each once, and none had to be received twice for it. */
const everythingOnce = ({ messages }: Drained) => ({ sent: messages, twice: 0, deadLetters: 0, mostReceives: 1 });

test.each(breadth({ sample: [10], full: [1, 2, 10] }))(
  'a mailing is sent nearly as fast as Notify allows, without excess requests, by %i workers',
  async (workers) => {
    const drained = await drainMailing(3000, workers);

    expect(drained).toMatchObject(everythingOnce(drained));
    // A full bucket is not emptied to the last: what is left for urgent messages weighs more the smaller the mailing.
    expect(drained.seconds).toBeLessThan(drained.floor + 15);
    expect(drained.requestsPerMessage).toBeLessThanOrEqual(1.01);
    expect(drained.writesPerMessage).toBeLessThanOrEqual(0.11);
  },
  240_000,
);

test('a mailing over the daily limit is sent day by day, and text messages never wait behind it', async () => {
  const emails = breadth({ sample: 2800, full: 4000 });
  const drained = await drainOverDays(emails, 60, breadth({ sample: 1050, full: 1500 }));

  expect(drained).toMatchObject(everythingOnce(drained));
  expect(drained.seconds).toBeLessThan(drained.floor + 180);
  expect(drained.slowestText).toBeLessThan(300);
}, 240_000);

test('an outage of six hours loses nothing, sends nothing twice, and is caught up at the full rate', async () => {
  const drained = await drainThroughOutage(breadth({ sample: 6000, full: 20_000 }), 6 * 3_600_000);

  expect(drained).toMatchObject(everythingOnce(drained));
  expect(drained.seconds).toBeLessThan(drained.floor + 600);
}, 240_000);
