import type { Clock } from '../../../lib/contract/clock';
import type { RateLimitSettings } from '../../../lib/contract/rate-limit';
import { mostAhead, slots } from './token-bucket';
import type { RateLimitStore } from './rate-limit-store';

/** When a message may be given to Notify. */
export interface RateLimiter {
  /** So many messages are about to ask for their turn: they are served by one taking. */
  expect(messages: number, urgent: boolean): void;
  /** One of those that were expected asks later than the others. */
  expectLess(urgent: boolean): void;
  /** When the turn of a message comes that costs so many tokens. */
  acquire(cost: number, urgent: boolean): Promise<Slot>;
  /** Notify said that we are too fast. */
  slowDown(): Promise<void>;
}

export interface Slot {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `false`: it would be that late, so no turn was taken. */
  readonly taken: boolean;
}

/** A token that nobody used for so long is gone: it would come on top of what others send now. In milliseconds. */
const stale = 2000;
/** No token is taken that is usable so much later: the clock has jumped back. In milliseconds. */
const farAway = 120_000;

interface Waiting {
  readonly cost: number;
  readonly resolve: (turn: Slot) => void;
  readonly reject: (error: unknown) => void;
}

interface Priority {
  readonly urgent: boolean;
  waiting: Waiting[];
  /** When each token that was taken may be used. */
  tokens: number[];
  /** Messages that are still to ask. */
  expected: number;
  busy: boolean;
}

/** One sender's share of the rate limit: takes tokens for a whole batch at once and hands them out one by one. */
export class LeasedRateLimiter implements RateLimiter {
  readonly #store: RateLimitStore;
  readonly #settings: RateLimitSettings;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #lanes: readonly Priority[] = [true, false].map((urgent) => ({
    urgent,
    waiting: [],
    tokens: [],
    expected: 0,
    busy: false,
  }));

  constructor(store: RateLimitStore, settings: RateLimitSettings, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#settings = settings;
    this.#clock = clock;
  }

  expect(messages: number, urgent: boolean): void {
    this.#lane(urgent).expected = messages;
  }

  expectLess(urgent: boolean): void {
    const lane = this.#lane(urgent);
    lane.expected = Math.max(0, lane.expected - 1);
  }

  acquire(cost: number, urgent: boolean): Promise<Slot> {
    const lane = this.#lane(urgent);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ cost, resolve, reject });
      if (!lane.busy) void this.#serve(lane);
    });
  }

  async slowDown(): Promise<void> {
    for (const lane of this.#lanes) lane.tokens = [];
    await this.#store.slowDown(this.#clock.now());
  }

  #lane(urgent: boolean): Priority {
    const [first, second] = this.#lanes as readonly [Priority, Priority];
    return urgent ? first : second;
  }

  async #serve(lane: Priority): Promise<void> {
    lane.busy = true;
    try {
      // All who ask in the same moment are served by the same taking.
      await Promise.resolve();
      while (lane.waiting.length > 0) await this.#serveSome(lane);
    } catch (error) {
      for (const { reject } of lane.waiting.splice(0)) reject(error);
    } finally {
      lane.busy = false;
    }
  }

  async #serveSome(lane: Priority): Promise<void> {
    const now = this.#clock.now();
    lane.tokens = lane.tokens.filter((usableFrom) => usableFrom >= now - stale && usableFrom <= now + farAway);
    const least = (lane.waiting[0]?.cost ?? 0) - lane.tokens.length;
    if (least > 0) {
      const tooLate = await this.#take(lane, least, now);
      if (tooLate !== undefined) return this.#answer(lane, lane.waiting.length, { at: tooLate, taken: false });
    }
    for (let next = lane.waiting[0]; next && next.cost <= lane.tokens.length; next = lane.waiting[0]) {
      const at = lane.tokens.splice(0, next.cost).at(-1) ?? now;
      this.#answer(lane, 1, { at, taken: true });
    }
  }

  /** Takes tokens for the whole lane, or for its first message at least. When it gives none: when it would. */
  async #take(lane: Priority, least: number, now: number): Promise<number | undefined> {
    const wanted = lane.waiting.reduce((sum, { cost }) => sum + cost, 0);
    // Those that are still to ask will cost what those who ask cost: a mailing is of one kind.
    const all = Math.ceil((wanted / lane.waiting.length) * Math.max(lane.expected, lane.waiting.length));
    let count = all - lane.tokens.length;
    let given = await this.#store.take(count, now);
    // What is too much at once for a slow bucket may not be too much for one message.
    const givesOne = given.fullAt - now <= mostAhead(least, given.rate, this.#settings);
    if (!given.taken && count > least && givesOne) {
      count = least;
      given = await this.#store.take(count, now);
    }
    const { fullAt, rate, taken } = given;
    const terms = { fullAt, rate, now, urgent: lane.urgent };
    const times = slots(
      Array.from({ length: count }, () => 1),
      terms,
      this.#settings,
    );
    // Not before the bucket gives it, or it would come back at once, and again and again.
    if (!taken) return Math.max(times[0] ?? now, fullAt - mostAhead(least, rate, this.#settings));
    lane.tokens.push(...times);
    return undefined;
  }

  /** Calls those who wait longest, and expects them no more. */
  #answer(lane: Priority, count: number, turn: Slot): void {
    lane.expected = Math.max(0, lane.expected - count);
    for (const { resolve } of lane.waiting.splice(0, count)) resolve(turn);
  }
}
