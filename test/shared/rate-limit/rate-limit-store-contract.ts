import { rateLimitSettings, type RateLimitSettings } from '../../../lib/contract/rate-limit';
import type { RateLimitStore } from '../../../lambda/shared/rate-limit/rate-limit-store';
import { hour, second } from '../../../lib/contract/time';

export const noon = Date.parse('2026-03-02T12:00:00.000Z');

export const usual = rateLimitSettings(3000, 1);
const small = rateLimitSettings(3000, 0.001);

/** Gives ledgers that share one new bucket, one for each sender. */
export type MakeLedgers = (settings: RateLimitSettings) => () => RateLimitStore;

const senders = 16;

/** What every ledger of the rate limit promises, wherever it keeps the bucket. */
export function ledgerContract(makeLedgers: MakeLedgers): void {
  /** As many milliseconds as it takes to refill so many tokens. */
  const refilling = (tokens: number, { rate }: RateLimitSettings = usual): number =>
    Math.ceil((tokens / rate) * second);

  test('a new bucket is full and has the full rate', async () => {
    const ledger = makeLedgers(usual)();
    expect(await ledger.read(noon)).toEqual({ fullAt: noon, rate: usual.rate, cutAt: 0 });
    expect(await ledger.take(1, noon)).toEqual({ fullAt: noon, rate: usual.rate, taken: true });
  });

  test('tokens that one sender takes are gone for the next', async () => {
    const sender = makeLedgers(usual);
    await sender().take(100, noon);
    expect(await sender().take(10, noon)).toEqual({ fullAt: noon + refilling(100), rate: usual.rate, taken: true });
    expect((await sender().read(noon)).fullAt).toBe(noon + refilling(100) + refilling(10));
  });

  test(`no token is lost when ${senders} senders take at once, from a new bucket, a full one and one in use`, async () => {
    const sender = makeLedgers(usual);
    const ledgers = Array.from({ length: senders }, sender);
    for (const now of [noon, noon + hour, noon + hour + 100]) {
      const start = Math.max(now, (await sender().read(now)).fullAt);
      const takings = await Promise.all(ledgers.map((ledger) => ledger.take(10, now)));
      expect(takings.every(({ taken }) => taken)).toBe(true);
      const places = takings.map(({ fullAt }) => fullAt).sort((a, b) => a - b);
      expect(places).toEqual(ledgers.map((_, place) => start + place * refilling(10)));
      expect((await sender().read(now)).fullAt).toBe(start + senders * refilling(10));
    }
  });

  test('an unused bucket fills up, and never holds more than when it is full', async () => {
    const sender = makeLedgers(usual);
    await sender().take(100, noon);
    expect(await sender().take(10, noon + hour)).toMatchObject({ fullAt: noon + hour, taken: true });
  });

  test('nothing is taken if the last token would take too long', async () => {
    const sender = makeLedgers(usual);
    const ledger = sender();
    let taking = await ledger.take(100, noon);
    for (let times = 0; times < 30 && taking.taken; times += 1) taking = await ledger.take(100, noon);
    const before = await sender().read(noon);
    expect(taking).toEqual({ fullAt: before.fullAt, rate: usual.rate, taken: false });
    expect(await ledger.take(100, noon)).toMatchObject({ taken: false });
    expect(await sender().read(noon)).toEqual(before);
    expect(await ledger.take(100, noon + 10 * second)).toMatchObject({ taken: true });
  });

  test('a small bucket serves one message and refuses a whole batch, without an error', async () => {
    const sender = makeLedgers(small);
    expect(await sender().take(10, noon)).toEqual({ fullAt: noon, rate: small.rate, taken: false });
    expect(await sender().take(2, noon)).toEqual({ fullAt: noon, rate: small.rate, taken: true });
    const fullAt = noon + refilling(2, small);
    expect(await sender().take(10, noon)).toEqual({ fullAt, rate: small.rate, taken: false });
    expect(await sender().take(2, noon)).toEqual({ fullAt, rate: small.rate, taken: false });
    expect(await sender().take(2, fullAt)).toEqual({ fullAt, rate: small.rate, taken: true });
  });

  test('a throttle by Notify slows every sender, even those that already knew the bucket', async () => {
    const sender = makeLedgers(usual);
    const [first, other] = [sender(), sender()];
    await other.take(1, noon);
    await first.slowDown(noon);
    const { fullAt } = await sender().read(noon);
    expect(fullAt).toBeGreaterThan(noon + 1500);
    expect(await other.take(1, noon)).toMatchObject({ fullAt, taken: true });
    expect(await other.take(1, noon)).toMatchObject({ rate: usual.rate * 0.7 });
    expect(await sender().take(1, noon + 300 * second)).toMatchObject({ rate: usual.rate });
  });

  test(`a throttle that ${senders} senders report at once counts as one`, async () => {
    const sender = makeLedgers(usual);
    await sender().take(1, noon);
    await Promise.all(Array.from({ length: senders }, () => sender().slowDown(noon)));
    expect(await sender().read(noon)).toMatchObject({ rate: usual.rate * 0.7, cutAt: noon });
    await sender().slowDown(noon + 4999);
    expect(await sender().read(noon)).toMatchObject({ rate: usual.rate * 0.7, cutAt: noon });
    await sender().slowDown(noon + 6 * second);
    expect((await sender().read(noon)).rate).toBeLessThan(usual.rate * 0.7);
  });

  test('a bucket emptied by a clock an hour ahead is full for the next sender', async () => {
    const sender = makeLedgers(usual);
    await sender().take(10, noon + hour);
    expect(await sender().take(10, noon)).toEqual({ fullAt: noon, rate: usual.rate, taken: true });
    expect((await sender().read(noon)).fullAt).toBe(noon + refilling(10));
  });

  test('a throttle noted by a clock an hour ahead slows nobody', async () => {
    const sender = makeLedgers(usual);
    await sender().slowDown(noon + hour);
    expect(await sender().take(10, noon)).toEqual({ fullAt: noon, rate: usual.rate, taken: true });
  });
}
