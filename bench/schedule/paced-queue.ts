import { second } from '../../lib/contract/time';
import { Heap } from '../../local/heap';

/** A queue whose messages are taken in order as fast as Notify takes them, each once it can be seen. */
export class PacedQueue<Message> {
  readonly #ready: Message[] = [];
  readonly #delayed = new Heap<Message>();
  readonly #each: number;
  readonly #onTaken: (message: Message, at: number) => void;
  #taken = 0;
  /** When the next can be taken. */
  #next: number;

  constructor(perSecond: number, now: number, onTaken: (message: Message, at: number) => void) {
    this.#each = second / perSecond;
    this.#next = now;
    this.#onTaken = onTaken;
  }

  /** How many can be seen and are not taken yet. */
  get size(): number {
    return this.#ready.length - this.#taken;
  }

  send(message: Message, visibleAt: number): void {
    this.#delayed.push(visibleAt, message);
  }

  advanceTo(now: number): void {
    while (this.#next <= now) {
      this.#show(this.#next);
      if (this.size === 0) this.#next = Math.max(this.#next, Math.min(now, this.#delayed.least ?? Infinity));
      this.#show(this.#next);
      const message = this.#ready[this.#taken];
      if (message === undefined) {
        this.#next = now;
        break;
      }
      this.#taken += 1;
      this.#next += this.#each;
      this.#onTaken(message, this.#next);
    }
    this.#show(now);
  }

  #show(now: number): void {
    while ((this.#delayed.least ?? Infinity) <= now) {
      const message = this.#delayed.pop();
      if (message !== undefined) this.#ready.push(message);
    }
  }
}
