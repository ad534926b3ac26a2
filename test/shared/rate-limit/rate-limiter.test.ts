import { DynamoRateLimitStore } from '../../../lambda/shared/aws/dynamo-rate-limit-store';
import { rateLimitSettings, longestSlotWait } from '../../../lib/contract/rate-limit';
import type { RateLimitStore, TakeResult } from '../../../lambda/shared/rate-limit/rate-limit-store';
import { LeasedRateLimiter } from '../../../lambda/shared/rate-limit/rate-limiter';
import { MemoryRateLimitStore } from '../../fakes/memory-rate-limit-store';
import { openTable } from '../deliveries/table-in-process';
import { meter } from '../deliveries/write-units';
import { ClockInTest } from '../../fakes/clock-in-test';
import { second } from '../../../lib/contract/time';

const noon = Date.parse('2026-03-02T12:00:00.000Z');
const usual = rateLimitSettings(3000, 1);

/** A ledger that notes what is taken, and can fail. */
class NotedLedger implements RateLimitStore {
  readonly takings: number[] = [];
  cuts = 0;
  failure: Error | undefined;

  constructor(private readonly ledger: RateLimitStore) {}

  async take(tokens: number, now: number): Promise<TakeResult> {
    this.takings.push(tokens);
    if (this.failure) throw this.failure;
    return this.ledger.take(tokens, now);
  }

  async slowDown(now: number): Promise<void> {
    this.cuts += 1;
    await this.ledger.slowDown(now);
  }

  read(now: number) {
    return this.ledger.read(now);
  }
}

function setUp(settings = usual) {
  const clock = new ClockInTest(noon);
  const shared = new MemoryRateLimitStore(settings);
  const ledger = new NotedLedger(shared);
  const rateLimiter = new LeasedRateLimiter(ledger, settings, clock);
  const turns = (count: number, { cost = 1, urgent = false } = {}) =>
    Promise.all(Array.from({ length: count }, () => rateLimiter.acquire(cost, urgent)));
  /** Others take all that the bucket holds, so that the next token comes so many milliseconds from now. */
  const othersTake = async (wait: number): Promise<void> => {
    const now = clock.now();
    const until = now + wait + (settings.burst / settings.rate) * second;
    for (let taken = true; taken && (await shared.read(now)).fullAt < until;) ({ taken } = await shared.take(1, now));
  };
  return { clock, ledger, shared, rateLimiter, turns, othersTake };
}

describe('rate limiter: batch', () => {
  test('ten messages that ask at once are served by one taking', async () => {
    const { ledger, turns } = setUp();
    expect(await turns(10)).toEqual(Array.from({ length: 10 }, () => ({ at: noon, taken: true })));
    expect(ledger.takings).toEqual([10]);
  });

  test('a batch of ten that is announced is served by one taking, though each message asks at its own time', async () => {
    const { ledger, rateLimiter, clock } = setUp();
    rateLimiter.expect(10, false);
    for (let message = 0; message < 10; message += 1) {
      expect(await rateLimiter.acquire(1, false)).toMatchObject({ taken: true });
      clock.moveBy(100);
    }
    expect(ledger.takings).toEqual([10]);
  });

  test('a batch takes no more tokens than it needs', async () => {
    const { ledger, rateLimiter } = setUp();
    rateLimiter.expect(10, false);
    for (let message = 0; message < 11; message += 1) await rateLimiter.acquire(1, false);
    expect(ledger.takings).toEqual([10, 1]);
  });

  test('a batch takes no tokens for those of its messages that ask later', async () => {
    const { ledger, rateLimiter, turns } = setUp();
    rateLimiter.expect(10, false);
    for (let message = 0; message < 3; message += 1) rateLimiter.expectLess(false);
    await turns(7);
    expect(await rateLimiter.acquire(1, false)).toMatchObject({ taken: true });
    expect(ledger.takings).toEqual([7, 1]);
  });

  test('a batch uses the tokens that the one before left over', async () => {
    const { ledger, rateLimiter, turns } = setUp();
    rateLimiter.expect(10, false);
    await turns(4);
    rateLimiter.expect(10, false);
    await turns(10);
    expect(ledger.takings).toEqual([10, 4]);
  });

  test('a batch of letters takes two tokens for each letter', async () => {
    const { ledger, rateLimiter, turns } = setUp();
    rateLimiter.expect(10, false);
    await turns(10, { cost: 2 });
    expect(ledger.takings).toEqual([20]);
  });

  test('an announced batch of letters is served by one taking, though each asks at its own time', async () => {
    const { ledger, rateLimiter, clock } = setUp();
    rateLimiter.expect(10, false);
    for (let message = 0; message < 10; message += 1) {
      await rateLimiter.acquire(2, false);
      clock.moveBy(100);
    }
    expect(ledger.takings).toEqual([20]);
  });

  test('turns come in the order of asking, each at its own time, and a letter’s with its second token', async () => {
    const { rateLimiter, othersTake } = setUp();
    await othersTake(0);
    const turns = await Promise.all([
      rateLimiter.acquire(1, true),
      rateLimiter.acquire(2, true),
      rateLimiter.acquire(1, true),
    ]);
    const [first = 0, ...later] = turns.map(({ at }) => at);
    const apart = second / usual.rate;
    expect(later.map((at) => Math.round((at - first) / apart))).toEqual([2, 3]);
  });

  test('urgent and normal messages take separately, and never from each other', async () => {
    const { ledger, rateLimiter, turns } = setUp();
    rateLimiter.expect(10, true);
    await turns(1, { urgent: true });
    await turns(2);
    expect(ledger.takings).toEqual([10, 2]);
  });

  test.each([
    ['emails', 1],
    ['letters', 2],
  ])('a batch of %s costs a tenth of a write per message at full load, from the first batch', async (_what, cost) => {
    const table = await openTable();
    const counted = meter(table.client);
    const clock = new ClockInTest(noon);
    const senders = Array.from(
      { length: 4 },
      () => new LeasedRateLimiter(new DynamoRateLimitStore(table.client, table.name, usual), usual, clock),
    );
    let messages = 0;
    // Enough to empty the bucket and to be sent at the rate from then on.
    for (let round = 0; round < 20; round += 1) {
      for (const rateLimiter of senders) {
        rateLimiter.expect(10, false);
        for (let message = 0; message < 10; message += 1) {
          const { at, taken } = await rateLimiter.acquire(cost, false);
          expect(taken).toBe(true);
          if (at > clock.now()) clock.moveTo(at);
          messages += 1;
        }
      }
    }
    await table.close();
    expect(messages).toBe(800);
    expect(clock.now()).toBeGreaterThan(noon);
    // The first write of each sender but one is refused, because another has taken from the full bucket meanwhile.
    expect(counted.writes).toBeLessThanOrEqual(80 + senders.length - 1);
  });
});

describe('rate limiter: tokens', () => {
  test('a token unused for more than two seconds is dropped', async () => {
    const { ledger, rateLimiter, clock } = setUp();
    rateLimiter.expect(10, false);
    await rateLimiter.acquire(1, false);
    clock.moveBy(2000);
    await rateLimiter.acquire(1, false);
    clock.moveBy(1);
    await rateLimiter.acquire(1, false);
    expect(ledger.takings).toEqual([10, 8]);
  });

  test('a token is dropped when the clock jumps back, so that nobody waits for the clock to return', async () => {
    const { ledger, rateLimiter, clock } = setUp();
    rateLimiter.expect(10, false);
    await rateLimiter.acquire(1, false);
    clock.moveBy(-3_600_000);
    expect(await rateLimiter.acquire(1, false)).toEqual({ at: clock.now(), taken: true });
    expect(ledger.takings).toEqual([10, 9]);
  });

  test('a token taken for a later time is used at that time', async () => {
    const { ledger, rateLimiter, clock, othersTake } = setUp();
    await othersTake(5 * second);
    rateLimiter.expect(2, true);
    const { at } = await rateLimiter.acquire(1, true);
    expect(at).toBeGreaterThan(noon + 5 * second);
    clock.moveTo(at);
    expect(await rateLimiter.acquire(1, true)).toMatchObject({ taken: true });
    expect(ledger.takings).toEqual([2]);
  });
});

describe('rate limiter: turn that would come too late', () => {
  test('a turn that would come too late is not taken, and says when to ask again', async () => {
    const { shared, turns, othersTake } = setUp();
    await othersTake(longestSlotWait);
    const before = await shared.read(noon);
    const answers = await turns(10, { urgent: true });
    for (const { at, taken } of answers) {
      expect(taken).toBe(false);
      expect(at).toBeGreaterThan(noon + longestSlotWait - second);
      expect(at).toBeLessThan(noon + longestSlotWait + second);
    }
    expect(await shared.read(noon)).toEqual(before);
  });

  test('a refused turn can be asked for again as if nothing had happened', async () => {
    const { ledger, rateLimiter, clock, turns, othersTake } = setUp();
    await othersTake(longestSlotWait);
    rateLimiter.expect(10, false);
    await turns(9);
    expect(ledger.takings).toEqual([10]);
    clock.moveBy(longestSlotWait);
    expect(await turns(1)).toMatchObject([{ taken: true }]);
    expect(ledger.takings).toEqual([10, 1]);
  });

  test('messages that a small share can send are served even if the whole batch would take too long', async () => {
    const small = rateLimitSettings(12, 1);
    const { rateLimiter, turns } = setUp(small);
    rateLimiter.expect(10, false);
    const answers = await turns(10);
    const taken = answers.filter((turn) => turn.taken);
    expect(taken.length).toBeGreaterThan(4);
    expect(taken.filter(({ at }) => at < noon + 100)).toHaveLength(small.burst - small.urgentReserve);
    for (const { at } of taken) expect(at).toBeLessThan(noon + longestSlotWait + 10 * second);
    for (const { at } of answers.slice(taken.length)) expect(at).toBeGreaterThan(noon + 10 * second);
  });

  test.each([3000, 60, 12, 1])('a refusal at %d requests a minute never says to ask again at once', async (limit) => {
    const settings = rateLimitSettings(limit, 1);
    const { shared, clock, turns } = setUp(settings);
    for (let refusal = 0; refusal < 20; refusal += 1) {
      await shared.slowDown(clock.now());
      clock.moveBy(6 * second);
    }
    for (let letter = 0; letter < 400; letter += 1) {
      const [turn] = await turns(1, { cost: 2 });
      if (turn?.taken !== false) continue;
      expect(turn.at).toBeGreaterThan(clock.now());
      // A sender that comes back then is given its turn, if no other was faster.
      clock.moveTo(Math.ceil(turn.at));
      expect(await turns(1, { cost: 2 })).toMatchObject([{ taken: true }]);
    }
  });
});

describe('rate limiter: errors', () => {
  test('an error of the store reaches all who wait, and nobody who asks later', async () => {
    const { ledger, rateLimiter, turns } = setUp();
    ledger.failure = new Error('the table is throttled');
    const waiting = Array.from({ length: 10 }, () => rateLimiter.acquire(1, false));
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
    await expect(waiting[9]).rejects.toThrow('the table is throttled');
    ledger.failure = undefined;
    expect(await turns(1)).toEqual([{ at: noon, taken: true }]);
  });

  test('an error for one priority does not reach the other', async () => {
    const { ledger, rateLimiter } = setUp();
    await rateLimiter.acquire(1, true);
    rateLimiter.expect(2, true);
    await rateLimiter.acquire(1, true);
    ledger.failure = new Error('the table is throttled');
    await expect(rateLimiter.acquire(1, false)).rejects.toThrow('throttled');
    expect(await rateLimiter.acquire(1, true)).toMatchObject({ taken: true });
  });

  test('a throttle by Notify discards all tokens already taken and is recorded for every sender', async () => {
    const { ledger, rateLimiter } = setUp();
    for (const urgent of [true, false]) {
      rateLimiter.expect(10, urgent);
      await rateLimiter.acquire(1, urgent);
    }
    await rateLimiter.slowDown();
    expect(ledger.cuts).toBe(1);
    for (const urgent of [true, false]) {
      const { at, taken } = await rateLimiter.acquire(1, urgent);
      expect(taken).toBe(true);
      expect(at).toBeGreaterThan(noon + 1500);
    }
    expect(ledger.takings).toEqual([10, 10, 9, 9]);
  });
});
