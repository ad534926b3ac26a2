import { fc } from '../../properties';
import { rateLimitSettings, longestSlotWait, type RateLimitSettings } from '../../../lib/contract/rate-limit';
import {
  slowedDown,
  fullBucket,
  latestFullAt,
  mostAhead,
  rateNow,
  slots,
  tooFarAhead,
} from '../../../lambda/shared/rate-limit/token-bucket';
import { MemoryRateLimitStore } from '../../fakes/memory-rate-limit-store';
import { hour, minute, second } from '../../../lib/contract/time';

const noon = Date.parse('2026-03-02T12:00:00.000Z');

const usual = rateLimitSettings(3000, 1);
const ofPerMinute = (requests: number): RateLimitSettings => rateLimitSettings(requests, 1);

/** Any rate and share that the construct lets through. */
const anySettings = fc
  .record({ limit: fc.integer({ min: 1, max: 6000 }), share: fc.double({ min: 0.001, max: 1, noNaN: true }) })
  .filter(({ limit, share }) => limit * share >= 1)
  .map(({ limit, share }) => rateLimitSettings(limit, share));

const tokensOf = (count: number): number[] => Array.from({ length: count }, () => 1);

/** The times of so many tokens, or none if the ledger gave none. */
async function take(
  ledger: MemoryRateLimitStore,
  settings: RateLimitSettings,
  { tokens, now, urgent = false }: { tokens: number; now: number; urgent?: boolean },
): Promise<readonly number[]> {
  const { fullAt, rate, taken } = await ledger.take(tokens, now);
  return taken ? slots(tokensOf(tokens), { fullAt, rate, now, urgent }, settings) : [];
}

/** A ledger that Notify has refused until it goes as slowly as it ever does. */
async function atTheFloor(settings: RateLimitSettings): Promise<{ ledger: MemoryRateLimitStore; now: number }> {
  const ledger = new MemoryRateLimitStore(settings);
  let now = noon;
  for (let refusal = 0; refusal < 20; refusal += 1) {
    await ledger.slowDown(now);
    now += 6 * second;
  }
  return { ledger, now };
}

describe('rate limiter settings', () => {
  test('the settings stay below what Notify allows, whatever the limit and the share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6000 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (limit, share) => {
        const { rate, burst, urgentReserve } = rateLimitSettings(limit, share);
        expect(rate).toBeLessThan((limit / 60) * share);
        expect(burst).toBeLessThanOrEqual(Math.max(1, Math.min(limit / 3 + 2, 1000) * share));
        expect(burst).toBeGreaterThanOrEqual(1);
        expect(urgentReserve).toBeLessThan(burst);
      }),
    );
  });

  test.each([
    [3000, 1, { rate: 48, burst: 900, urgentReserve: 200 }],
    [3000, 0.5, { rate: 24, burst: 450, urgentReserve: 100 }],
    [12, 1, { rate: 0.192, burst: 4, urgentReserve: 1 }],
    [3000, 0.001, { rate: 0.048, burst: 1, urgentReserve: 0 }],
  ])(
    'a limit of %d requests a minute with a share of %d gives the right settings',
    (limit, share, { rate, burst, urgentReserve }) => {
      const settings = rateLimitSettings(limit, share);
      expect(settings).toMatchObject({ burst, urgentReserve });
      expect(settings.rate).toBeCloseTo(rate, 10);
    },
  );
});

describe('token bucket', () => {
  const takings = fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 20 * second }),
      tokens: fc.integer({ min: 1, max: 40 }),
      urgent: fc.boolean(),
      refused: fc.integer({ min: 0, max: 20 }).map((lot) => lot === 0),
    }),
    { minLength: 1, maxLength: 60 },
  );

  /** By how many tokens the worst of all windows goes beyond the rate times its length, and the burst. */
  function excess(times: readonly number[], { rate, burst }: RateLimitSettings): number {
    const sorted = [...times].sort((a, b) => a - b);
    let [most, worst] = [0, -Infinity];
    // A window from one token to a later one has `later - one + 1` of them, so each end can be weighed by itself.
    sorted.forEach((time, place) => {
      const due = ((time - noon) / second) * rate;
      most = Math.max(most, due - place);
      worst = Math.max(worst, place + 1 - due + most);
    });
    return worst - burst;
  }

  test('tokens never come faster than the rate and burst allow, over any window, whatever is taken and cut', async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, takings, async (settings, steps) => {
        const ledger = new MemoryRateLimitStore(settings);
        const times: number[] = [];
        let now = noon;
        for (const { after, tokens, urgent, refused } of steps) {
          now += after;
          if (refused) await ledger.slowDown(now);
          times.push(...(await take(ledger, settings, { tokens, now, urgent })));
        }
        expect(excess(times, settings)).toBeLessThan(1e-3);
      }),
      { numRuns: 500 },
    );
  });

  test('tokens never come before they are asked for, and come in order', () => {
    fc.assert(
      fc.property(
        anySettings,
        fc.integer({ min: -hour, max: hour }),
        fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        (settings, ahead, costs, urgent) => {
          const terms = { fullAt: noon + ahead, rate: settings.rate, now: noon, urgent };
          const times = slots(costs, terms, settings);
          expect(times).toHaveLength(costs.length);
          expect(Math.min(...times)).toBeGreaterThanOrEqual(noon);
          expect([...times].sort((a, b) => a - b)).toEqual(times);
        },
      ),
    );
  });

  test('all tokens of a full bucket are available at once, except the reserve, which only urgent messages may take', () => {
    const terms = { fullAt: noon, rate: usual.rate, now: noon };
    const waiting = (urgent: boolean) =>
      slots(tokensOf(1000), { ...terms, urgent }, usual).filter((time) => time > noon).length;
    expect(waiting(true)).toBe(1000 - usual.burst);
    expect(waiting(false)).toBe(1000 - usual.burst + usual.urgentReserve);
  });

  test('the reserve serves an urgent message at once while a mailing waits', async () => {
    const ledger = new MemoryRateLimitStore(usual);
    for (let batch = 0; batch < 80; batch += 1) await take(ledger, usual, { tokens: 10, now: noon });
    const [mailing = 0] = await take(ledger, usual, { tokens: 10, now: noon });
    expect(mailing).toBeGreaterThan(noon + 2 * second);
    expect(await take(ledger, usual, { tokens: 10, now: noon, urgent: true })).toEqual(tokensOf(10).map(() => noon));
  });

  test('a single message that finds the bucket full goes at once, however small the share', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0.001, 0.01, 0.1, 1), fc.boolean(), async (share, urgent) => {
        const settings = rateLimitSettings(3000, share);
        const ledger = new MemoryRateLimitStore(settings);
        expect(await take(ledger, settings, { tokens: 1, now: noon, urgent })).toEqual([noon]);
      }),
    );
  });

  test('an unused bucket fills up again', async () => {
    const ledger = new MemoryRateLimitStore(usual);
    for (let batch = 0; batch < 90; batch += 1) await take(ledger, usual, { tokens: 10, now: noon, urgent: true });
    const later = noon + 19 * second;
    for (let batch = 0; batch < 89; batch += 1) {
      const times = await take(ledger, usual, { tokens: 10, now: later, urgent: true });
      expect(times).toEqual(tokensOf(10).map(() => later));
    }
  });
});

describe('token bucket: throttled by Notify', () => {
  test('every message pauses for 1.5 seconds, urgent ones too, and the rate falls to seven tenths', async () => {
    const ledger = new MemoryRateLimitStore(usual);
    await ledger.slowDown(noon);
    expect(await ledger.read(noon)).toMatchObject({ cutAt: noon, rate: usual.rate * 0.7 });
    const [first = 0, next = 0] = await take(ledger, usual, { tokens: 2, now: noon, urgent: true });
    expect(first).toBeGreaterThanOrEqual(noon + 1500);
    expect(first).toBeLessThan(noon + 1600);
    expect(next - first).toBeCloseTo(second / (usual.rate * 0.7), 3);
  });

  test('many refusals within five seconds lower the rate once', () => {
    const bucket = slowedDown(fullBucket(usual, noon), usual, noon);
    if (!bucket) throw new Error('it was not cut');
    expect(slowedDown(bucket, usual, noon + 4999)).toBeUndefined();
    expect(slowedDown(bucket, usual, noon + 5000)?.rate).toBeLessThan(bucket.rate);
  });

  test('the full rate returns five minutes after the lowest, and not before', async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, async (settings) => {
        const ledger = new MemoryRateLimitStore(settings);
        const { ledger: slow } = await atTheFloor(settings);
        const bucket = await slow.read(noon);
        expect(bucket.rate).toBeGreaterThanOrEqual(settings.rate * 0.0999);
        expect(rateNow(bucket, settings, bucket.cutAt + 300 * second)).toBe(settings.rate);
        expect(rateNow(bucket, settings, bucket.cutAt)).toBe(bucket.rate);
        expect(rateNow(await ledger.read(noon), settings, noon)).toBe(settings.rate);
      }),
    );
    const { ledger, now } = await atTheFloor(usual);
    const bucket = await ledger.read(now);
    expect(rateNow(bucket, usual, bucket.cutAt + 4 * minute)).toBeLessThan(usual.rate);
  });

  test('the rate never falls so low that the second token of a letter is a minute away', async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, async (settings) => {
        const { ledger, now } = await atTheFloor(settings);
        const { rate } = await ledger.take(1, now);
        expect(rate).toBeGreaterThanOrEqual(Math.min(settings.rate, 1 / 60));
      }),
    );
  });

  test.each([3000, 300])(
    'a limit of %d requests a minute still sends at the current rate, even at the lowest',
    async (limit) => {
      const settings = ofPerMinute(limit);
      const { ledger, now: start } = await atTheFloor(settings);
      let given = 0;
      for (let now = start; now < start + 5 * minute; now += 100) {
        const times = await take(ledger, settings, { tokens: 1, now, urgent: true });
        given += times.filter((time) => time < start + 5 * minute).length;
        // As many as want to.
        for (let more = 0; more < 9; more += 1) {
          const [time = Infinity] = await take(ledger, settings, { tokens: 1, now, urgent: true });
          if (time < start + 5 * minute) given += 1;
        }
      }
      const fair = ((0.1 + 1) / 2) * settings.rate * 300;
      expect(given).toBeGreaterThan(fair * 0.9);
      expect(given).toBeLessThan(fair * 1.1 + settings.burst);
    },
  );

  test('tokens taken after a throttle come after those that others have taken and wait for', async () => {
    const ledger = new MemoryRateLimitStore(usual);
    let last = 0;
    for (let batch = 0; batch < 150; batch += 1) {
      last = (await take(ledger, usual, { tokens: 10, now: noon, urgent: true })).at(-1) ?? last;
    }
    expect(last).toBeGreaterThan(noon + 5 * second);
    await ledger.slowDown(noon + second);
    const [next = 0] = await take(ledger, usual, { tokens: 1, now: noon + second, urgent: true });
    expect(next).toBeGreaterThanOrEqual(last);
  });
});

describe('token bucket: waits that are too long', () => {
  test('a caller that would wait too long takes nothing and leaves the bucket unchanged', async () => {
    const ledger = new MemoryRateLimitStore(usual);
    let refused = 0;
    for (let batch = 0; batch < 300; batch += 1) {
      const before = await ledger.read(noon);
      const { taken, fullAt } = await ledger.take(10, noon);
      if (taken) continue;
      refused += 1;
      expect(fullAt).toBe(before.fullAt);
      expect(await ledger.read(noon)).toEqual(before);
    }
    expect(refused).toBeGreaterThan(0);
  });

  /** The last turn of whatever a batch takes, in milliseconds from now, when all take as much as they are given. */
  async function longestWait(
    ledger: MemoryRateLimitStore,
    settings: RateLimitSettings,
    { tokens, from, urgent }: { tokens: number; from: number; urgent: boolean },
  ): Promise<number> {
    let longest = 0;
    for (let now = from; now < from + 6 * minute; now += second) {
      const times = await take(ledger, settings, { tokens, now, urgent });
      longest = Math.max(longest, (times.at(-1) ?? now) - now);
    }
    return longest;
  }

  test('the last token taken is never 100 seconds away, at any rate and after any cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySettings,
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.boolean(),
        async (settings, tokens, urgent, slow) => {
          const { ledger, now: from } = slow
            ? await atTheFloor(settings)
            : { ledger: new MemoryRateLimitStore(settings), now: noon };
          expect(await longestWait(ledger, settings, { tokens, from, urgent })).toBeLessThan(100 * second);
        },
      ),
    );
  });

  test.each([
    [12, 1],
    [12, 10],
    [60, 10],
    [3000, 10],
    [3000, 20],
  ])(
    'a caller is refused, at %d requests a minute and %d tokens at a time, rather than kept waiting',
    async (limit, tokens) => {
      const settings = ofPerMinute(limit);
      const { ledger, now: from } = await atTheFloor(settings);
      expect(await longestWait(ledger, settings, { tokens, from, urgent: false })).toBeLessThan(100 * second);
    },
  );

  test('an urgent batch waits no longer than the patience for its last token, unless the bucket is full', () => {
    fc.assert(
      fc.property(anySettings, fc.integer({ min: 1, max: 20 }), (settings, tokens) => {
        const bucket = fullBucket(settings, noon);
        const fullAt = latestFullAt(bucket, settings, tokens, noon);
        fc.pre(fullAt > noon);
        const terms = { fullAt, rate: settings.rate, now: noon, urgent: true };
        const last = slots(tokensOf(tokens), terms, settings).at(-1) ?? 0;
        expect(last).toBeLessThanOrEqual(noon + longestSlotWait + 1);
      }),
    );
  });

  test('a single letter that finds the bucket full is never refused', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(mostAhead(2, Math.min(settings.rate, 1 / 60), settings)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('token bucket: wrong clock', () => {
  test('tokens taken by a clock an hour ahead are forgotten at the next taking', async () => {
    const ledger = new MemoryRateLimitStore(usual);
    await ledger.take(10, noon + hour);
    expect(await take(ledger, usual, { tokens: 1, now: noon })).toEqual([noon]);
    expect((await ledger.read(noon)).fullAt).toBeLessThan(noon + second);
  });

  test('tokens taken by a clock an hour behind cost the others nothing', async () => {
    const ledger = new MemoryRateLimitStore(usual);
    await ledger.take(10, noon);
    await ledger.take(10, noon - hour);
    expect(await take(ledger, usual, { tokens: 1, now: noon })).toEqual([noon]);
  });

  test('a throttle noted by a clock an hour ahead slows nobody, and stops no later throttle', async () => {
    const ledger = new MemoryRateLimitStore(usual);
    await ledger.slowDown(noon + hour);
    expect(await ledger.take(1, noon)).toMatchObject({ taken: true, fullAt: noon, rate: usual.rate });
    await ledger.slowDown(noon);
    expect(await ledger.read(noon)).toMatchObject({ cutAt: noon, rate: usual.rate * 0.7 });
  });

  test('a healthy bucket is never mistaken for a wrong clock, however slow it is and however much is taken', async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, fc.integer({ min: 1, max: 20 }), async (settings, tokens) => {
        const { ledger, now } = await atTheFloor(settings);
        for (let taking = 0; taking < 100; taking += 1) await ledger.take(tokens, now);
        const bucket = await ledger.read(now);
        expect(bucket.fullAt).toBeLessThanOrEqual(tooFarAhead(bucket, settings, now));
      }),
    );
  });
});
