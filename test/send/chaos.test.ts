import type { SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import type { DeliveryStore } from '../../lib/deliveries/store';
import type { Hold } from '../../lambda/ports';
import { anEmail } from '../contract/messages';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';
import { aRecord } from './records';
import { meets } from './scripted-notify';
import { aKey, openSender, sentAnew } from './sender-in-test';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

/** A step of our own that works, or fails before or after it has done its work. */
type Mishap = 'none' | 'before' | 'after';

const refused = meets.refusal(403, 'AuthError', 'Invalid token: API key not found');
const tooFast = meets.refusal(429, 'RateLimitError', 'Exceeded rate limit');
const posts = fc.constantFrom(
  meets.loss(false),
  meets.loss(true),
  meets.page(502, false),
  meets.page(502, true),
  meets.page(404),
  meets.serverError(false),
  meets.serverError(true),
  meets.halfAnAnswer(),
  tooFast,
  meets.refusal(429, 'TooManyRequestsError', 'Exceeded send limits (email: 250000) for today'),
  refused,
);
const reads = fc.constantFrom(
  meets.loss(false),
  meets.page(502),
  meets.page(404),
  meets.serverError(),
  tooFast,
  refused,
  meets.refusal(400, 'BadRequestError', 'No'),
);
const mishaps = fc.constantFrom<Mishap>('none', 'none', 'none', 'before', 'after');
/** Fewer than after how many failures of Notify a message is given up. */
const some = { maxLength: 7 };

describe('whatever goes wrong', () => {
  it('every message is with Notify exactly once, and its record says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(posts, some),
        fc.array(reads, some),
        fc.array(mishaps, { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
        async (whenPosted, whenRead, whenWritten, copies) => {
          const world = openWorld(whenWritten);
          world.sender.notify.nextPosts(...whenPosted);
          world.sender.notify.nextReads(...whenRead);
          const keys = copies.map(aKey);
          copies.forEach((count, n) => {
            for (let copy = 0; copy < count; copy += 1) world.arrives({ ...anEmail, idempotency_key: keys[n] });
          });
          await world.runToItsEnd();

          const records = await Promise.all(keys.map(world.sender.recordOf));
          expect(records.map((record) => record?.state)).toEqual(keys.map(() => 'sent'));
          expect(world.sender.notify.rows).toHaveLength(keys.length);
          const atNotify = new Set(world.sender.notify.rows.map(({ id }) => id));
          expect(atNotify).toEqual(new Set(records.map((record) => record?.notification_id)));
          expect(world.sender.hold.buried).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  }, 30_000);
});

/** The function with a queue that hands over what failed, and a table and a hold that fail when they are told to. */
function openWorld(whenWritten: Mishap[]) {
  const queue: { record: SQSRecord; at: number }[] = [];
  const faulty = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mishap = whenWritten.shift() ?? 'none';
    if (mishap === 'before') throw new Error('it ended before');
    const result = await work();
    if (mishap === 'after') throw new Error('it ended after');
    return result;
  };
  const store: DeliveryStore = Object.assign(Object.create(table.store) as DeliveryStore, {
    claim: (...args: Parameters<DeliveryStore['claim']>) => faulty(() => table.store.claim(...args)),
    advance: (...args: Parameters<DeliveryStore['advance']>) => faulty(() => table.store.advance(...args)),
  });
  const hold: Hold = {
    until: (record, at) => faulty(async () => void queue.push({ record: sentAnew(record), at })),
    bury: (record, reason) => sender.hold.bury(record, reason),
  };
  const sender = openSender(table, { store, hold });
  const { clock } = sender;

  return {
    sender,
    arrives: (message: object): void => void queue.push({ record: aRecord(message), at: clock.now() }),
    /** Until nothing is on the queue any more. What comes back does so when its sight is given back. */
    async runToItsEnd(): Promise<void> {
      let rounds = 0;
      while (queue.length > 0) {
        clock.moveTo(Math.max(clock.now(), Math.min(...queue.map(({ at }) => at))));
        if ((rounds += 1) > 300) throw new Error('it never ends');
        const due = queue.splice(0).filter((waiting) => waiting.at <= clock.now() || !queue.push(waiting));
        const failed = new Set(await sender.take(...due.map(({ record }) => record)));
        for (const { record } of due) {
          if (failed.has(record.messageId)) queue.push({ record, at: clock.now() + 720_000 });
        }
      }
    },
  };
}
