import type { Clock } from '../clock';
import { slots, type PaceSettings } from './bucket';
import type { PaceLedger } from './ledger';

/** When a message may be given to Notify. */
export interface Pace {
  /** So many messages are about to ask for their turn: they are served by one taking. */
  expect(messages: number, urgent: boolean): void;
  /** When the turn of a message comes that costs so many tokens. */
  turn(cost: number, urgent: boolean): Promise<Turn>;
  /** Notify said that we are too fast. */
  tooFast(): Promise<void>;
}

export interface Turn {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `false`: it would be that late, so no turn was taken. */
  readonly taken: boolean;
}

/** A token that nobody used for so long is gone: it would come on top of what others send now. In milliseconds. */
const stale = 2000;

interface Waiting {
  readonly cost: number;
  readonly resolve: (turn: Turn) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane {
  readonly urgent: boolean;
  waiting: Waiting[];
  /** When each token that was taken may be used. */
  tokens: number[];
  /** Messages that are still to ask. */
  expected: number;
  busy: boolean;
}

/** One sender's share of the pace: takes tokens for a whole batch at once and hands them out one by one. */
export class LeasedPace implements Pace {
  readonly #ledger: PaceLedger;
  readonly #settings: PaceSettings;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #lanes: readonly Lane[] = [true, false].map((urgent) => ({
    urgent,
    waiting: [],
    tokens: [],
    expected: 0,
    busy: false,
  }));

  constructor(ledger: PaceLedger, settings: PaceSettings, clock: Pick<Clock, 'now'>) {
    this.#ledger = ledger;
    this.#settings = settings;
    this.#clock = clock;
  }

  expect(messages: number, urgent: boolean): void {
    this.#lane(urgent).expected = messages;
  }

  turn(cost: number, urgent: boolean): Promise<Turn> {
    const lane = this.#lane(urgent);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ cost, resolve, reject });
      if (!lane.busy) void this.#serve(lane);
    });
  }

  async tooFast(): Promise<void> {
    for (const lane of this.#lanes) lane.tokens = [];
    await this.#ledger.cut(this.#clock.now());
  }

  #lane(urgent: boolean): Lane {
    const [first, second] = this.#lanes as readonly [Lane, Lane];
    return urgent ? first : second;
  }

  async #serve(lane: Lane): Promise<void> {
    lane.busy = true;
    try {
      // Whoever asks in the same moment is served by the same taking.
      await Promise.resolve();
      while (lane.waiting.length > 0) await this.#serveSome(lane);
    } catch (error) {
      for (const { reject } of lane.waiting.splice(0)) reject(error);
    } finally {
      lane.busy = false;
    }
  }

  async #serveSome(lane: Lane): Promise<void> {
    const now = this.#clock.now();
    lane.tokens = lane.tokens.filter((usableFrom) => usableFrom >= now - stale);
    const wanted = lane.waiting.reduce((sum, { cost }) => sum + cost, 0) - lane.tokens.length;
    if (wanted > 0) {
      const count = Math.max(wanted, lane.expected - lane.tokens.length);
      const { fullAt, rate, taken } = await this.#ledger.take(count, now);
      const terms = { fullAt, rate, now, urgent: lane.urgent };
      const times = slots(
        Array.from({ length: count }, () => 1),
        terms,
        this.#settings,
      );
      if (!taken) {
        const at = times[0] ?? now;
        for (const { resolve } of lane.waiting.splice(0)) resolve({ at, taken });
        return;
      }
      lane.tokens.push(...times);
    }
    for (let next = lane.waiting[0]; next && next.cost <= lane.tokens.length; next = lane.waiting[0]) {
      lane.waiting.shift();
      lane.expected = Math.max(0, lane.expected - 1);
      next.resolve({ at: lane.tokens.splice(0, next.cost).at(-1) ?? now, taken: true });
    }
  }
}
