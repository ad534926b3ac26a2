import type { Clock } from '../../lib/contract/clock';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still while there is something to do, and then moves to the next that wakes up: no wait is real. */
export class HandClock implements Clock {
  /** Every sleep so far, in milliseconds. */
  readonly slept: number[] = [];
  private readonly sleepers = new Set<Sleeper>();
  private time: number;
  private moving = false;

  constructor(start: string) {
    this.time = Date.parse(start);
  }

  readonly now = (): number => this.time;

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(milliseconds);
    await new Promise<void>((resolve, reject) => {
      const sleeper: Sleeper = { at: this.time + milliseconds, wake: resolve };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        this.sleepers.delete(sleeper);
        reject(new Error('woken up'));
      });
    });
  }

  /** Moves the clock to a moment. */
  set(moment: string): void {
    this.time = Date.parse(moment);
  }

  /** Moves on by itself, as long as the work takes. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    this.moving = true;
    const moving = this.move();
    try {
      return await work;
    } finally {
      this.moving = false;
      await moving;
    }
  }

  private async move(): Promise<void> {
    while (this.moving) {
      // All that are awake go as far as they can first.
      await new Promise((resolve) => setTimeout(resolve, 2));
      const [next] = [...this.sleepers].sort((one, other) => one.at - other.at);
      if (next === undefined) continue;
      this.sleepers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
  }
}
