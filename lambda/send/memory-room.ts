import type { Clock } from '../../lib/contract/clock';
import { second } from '../../lib/contract/time';

/** Who finds no room in this time has to come back, in milliseconds. */
const longestWait = 20 * second;

interface Waiter {
  readonly bytes: number;
  readonly enter: () => void;
}

/** Room in a function's memory for messages from the bucket. Who comes first has it first. */
export class MemoryRoom {
  readonly #clock: Pick<Clock, 'sleep'>;
  #free: number;
  #waiting: Waiter[] = [];

  constructor(bytes: number, clock: Pick<Clock, 'sleep'>) {
    this.#free = bytes;
    this.#clock = clock;
  }

  /** Takes room, if it is there at once. */
  tryEnter(bytes: number): boolean {
    if (this.#waiting.length > 0 || bytes > this.#free) return false;
    this.#free -= bytes;
    return true;
  }

  /** Takes room once others have left it. `false`: that took too long, and none was taken. */
  enter(bytes: number): Promise<boolean> {
    return new Promise((resolve) => {
      const patience = new AbortController();
      const waiter: Waiter = {
        bytes,
        enter: () => {
          patience.abort();
          resolve(true);
        },
      };
      this.#waiting.push(waiter);
      const giveUp = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        resolve(false);
        this.#letIn();
      };
      void this.#clock.sleep(longestWait, patience.signal).then(giveUp, () => undefined);
      this.#letIn();
    });
  }

  leave(bytes: number): void {
    this.#free += bytes;
    this.#letIn();
  }

  #letIn(): void {
    for (let [next] = this.#waiting; next && next.bytes <= this.#free; [next] = this.#waiting) {
      this.#waiting.shift();
      this.#free -= next.bytes;
      next.enter();
    }
  }
}
