import type { Clock } from '../clock';
import { slots, type PaceSettings } from './bucket';
import type { PaceLedger } from './ledger';

/** When a message may be given to Notify. */
export interface Pace {
  /** The time from which a message that costs so many tokens may go: milliseconds since the epoch. */
  slot(cost: number, urgent: boolean): Promise<number>;
  /** Notify said that we are too fast. */
  tooFast(): Promise<void>;
}

/** Tokens are taken so many at a time, so that the bucket is written once for ten messages. */
const chunk = 10;
/** A slot that nobody used for so long is gone: it would come on top of what others send now. */
const stale = 2000;

interface Request {
  readonly cost: number;
  readonly resolve: (slot: number) => void;
  readonly reject: (error: unknown) => void;
}

/** One sender's share of the pace: takes tokens in chunks and hands them out one by one. */
export class LeasedPace implements Pace {
  readonly #ledger: PaceLedger;
  readonly #settings: PaceSettings;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #lanes: Readonly<Record<'urgent' | 'usual', { waiting: Request[]; tokens: number[]; busy: boolean }>> = {
    urgent: { waiting: [], tokens: [], busy: false },
    usual: { waiting: [], tokens: [], busy: false },
  };

  constructor(ledger: PaceLedger, settings: PaceSettings, clock: Pick<Clock, 'now'>) {
    this.#ledger = ledger;
    this.#settings = settings;
    this.#clock = clock;
  }

  slot(cost: number, urgent: boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#lanes[urgent ? 'urgent' : 'usual'].waiting.push({ cost, resolve, reject });
      void this.#serve(urgent);
    });
  }

  async tooFast(): Promise<void> {
    for (const lane of Object.values(this.#lanes)) lane.tokens.length = 0;
    await this.#ledger.cut(this.#clock.now());
  }

  async #serve(urgent: boolean): Promise<void> {
    const lane = this.#lanes[urgent ? 'urgent' : 'usual'];
    if (lane.busy) return;
    lane.busy = true;
    try {
      // Whoever asks in the same moment is served by the same chunk.
      await Promise.resolve();
      while (lane.waiting.length > 0) {
        await this.#refill(lane, urgent);
        this.#handOut(lane);
      }
    } catch (error) {
      for (const { reject } of lane.waiting.splice(0)) reject(error);
    } finally {
      lane.busy = false;
    }
  }

  async #refill(lane: { waiting: readonly Request[]; tokens: number[] }, urgent: boolean): Promise<void> {
    const now = this.#clock.now();
    while (lane.tokens[0] !== undefined && lane.tokens[0] < now - stale) lane.tokens.shift();
    const wanted = lane.waiting.reduce((sum, { cost }) => sum + cost, 0);
    if (wanted <= lane.tokens.length) return;
    const count = Math.max(chunk, wanted - lane.tokens.length);
    const { fullAt, rate } = await this.#ledger.take(count, now);
    const each = Array.from({ length: count }, () => 1);
    lane.tokens.push(...slots(each, { fullAt, rate, now, urgent }, this.#settings));
  }

  #handOut(lane: { waiting: Request[]; tokens: number[] }): void {
    for (let next = lane.waiting[0]; next && next.cost <= lane.tokens.length; next = lane.waiting[0]) {
      lane.waiting.shift();
      next.resolve(lane.tokens.splice(0, next.cost).at(-1) ?? this.#clock.now());
    }
  }
}
