/** Notify is taken to be down when it gave this many answers in a row of which nobody knows what they mean. */
const opensAfter = 5;

/** Counts one sender's answers, so that it stops giving messages to a Notify that is down. */
export class Breaker {
  #unknownInARow = 0;

  /** Notify answered: yes or no, but an answer. */
  answered(): void {
    this.#unknownInARow = 0;
  }

  /** Nobody knows what became of a message. `true`: that is one too many, and everything has to stop. */
  unknown(): boolean {
    this.#unknownInARow += 1;
    if (this.#unknownInARow < opensAfter) return false;
    this.#unknownInARow = 0;
    return true;
  }
}
