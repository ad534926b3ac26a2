import type { Clock } from '../../../lib/contract/clock';

/** Where it is kept what was spent of each budget on each day, for all workers. */
export interface SpendingStore {
  /** Adds to what was spent of a budget on a day. Answers all that was. */
  add(budget: string, day: string, amount: number): Promise<number>;
}

interface Spent {
  readonly budget: string;
  readonly day: string;
  /** By all workers, as it was known last. */
  known: number;
  /** By this worker since. */
  pending: number;
}

/**
 * What was spent today, as far as one worker knows: what was on record when it last added to it, and what it has spent since.
 * A day begins at 00:00 UTC.
 */
export class Spending {
  readonly #store: SpendingStore;
  readonly #clock: Pick<Clock, 'now'>;
  #spent: Spent[] = [];

  constructor(store: SpendingStore, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
  }

  today(budget: string): number {
    const { known, pending } = this.#ofToday(budget);
    return known + pending;
  }

  add(budget: string, amount: number): void {
    this.#ofToday(budget).pending += amount;
  }

  /** Puts on record what this worker has spent since, in one write. Answers of which budgets it spent some today. */
  async record(): Promise<readonly string[]> {
    const pending = this.#spent.filter((one) => one.pending > 0);
    for (const one of pending) await this.#write(one);
    const today = this.#today();
    this.#spent = this.#spent.filter((one) => one.day === today || one.pending > 0);
    return pending.filter(({ day }) => day === today).map(({ budget }) => budget);
  }

  async #write(spent: Spent): Promise<void> {
    const { budget, day, pending } = spent;
    // Taken out first: a batch that ends meanwhile must not add it too.
    spent.pending = 0;
    try {
      spent.known = await this.#store.add(budget, day, pending);
    } catch (error) {
      spent.pending += pending;
      throw error;
    }
  }

  #ofToday(budget: string): Spent {
    const day = this.#today();
    const known = this.#spent.find((one) => one.budget === budget && one.day === day);
    if (known) return known;
    const none = { budget, day, known: 0, pending: 0 };
    this.#spent.push(none);
    return none;
  }

  #today(): string {
    return new Date(this.#clock.now()).toISOString().slice(0, 10);
  }
}
