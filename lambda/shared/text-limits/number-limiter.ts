import type { Clock } from '../../../lib/contract/clock';
import type { TextRule } from '../../../lib/contract/text-limits';
import { decideText } from './number-log';
import type { NumberLogStore } from './number-log-store';

/** Whether a text message may go: why not, or that too many want the same number at this moment. */
export type Admission =
  { readonly kind: 'admitted' } | { readonly kind: 'full'; readonly limit: string } | { readonly kind: 'contended' };

interface Full {
  readonly until: number;
  readonly limit: string;
  /** Those that have a place there keep it, however full it is. */
  readonly ids: ReadonlySet<string>;
}

/** This much of a delivery's id distinguishes the messages to one number in a day. */
const idLength = 13;

/** How often a log is read again that others have written meanwhile. */
const mostTries = 4;
/** Numbers that are remembered to be full. */
const mostRemembered = 10_000;

/**
 * Holds text messages to a number to its limits, with one write for each that may go and none for the others. A number
 * that is known to be full is not looked at again until it has room, so that a flood to a few numbers costs nothing.
 */
export class NumberLimiter {
  readonly #store: NumberLogStore;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #full = new Map<string, Full>();
  /** The messages of this worker to one number go one after the other. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(store: NumberLogStore, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Takes a place for a message.
   * @param key of the number: a keyed hash
   * @param id of the delivery
   */
  async admit(key: string, id: string, rule: TextRule): Promise<Admission> {
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.#admitNext(key, id.slice(0, idLength), rule));
    this.#queues.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(key) === mine) this.#queues.delete(key);
    }
  }

  async #admitNext(key: string, id: string, rule: TextRule): Promise<Admission> {
    const known = this.#full.get(key);
    if (known && known.until > this.#clock.now() && !known.ids.has(id)) return { kind: 'full', limit: known.limit };
    for (let tries = 0; tries < mostTries; tries += 1) {
      const seen = await this.#store.read(key);
      const now = this.#clock.now();
      const decision = decideText(seen.entries, id, rule, now);
      if (decision.kind === 'kept') return { kind: 'admitted' };
      if (decision.kind === 'full') {
        this.#remember(key, { ...decision, ids: new Set(seen.entries.map((entry) => entry.id)) });
        return { kind: 'full', limit: decision.limit };
      }
      if (await this.#store.write(key, decision.log, seen, now)) return { kind: 'admitted' };
    }
    return { kind: 'contended' };
  }

  #remember(key: string, full: Full): void {
    if (this.#full.size >= mostRemembered) this.#full.clear();
    this.#full.set(key, full);
  }
}
