/** Notify is taken to be down when it gave this many answers in a row of which nobody knows what they mean. */
const opensAfter = 5;

/** Counts one sender's answers, so that it stops giving messages to a Notify that is down. */
export class Breaker {
  readonly #unknownInARow = new Set<string | symbol>();

  /** Notify answered: yes or no, but an answer. */
  answered(): void {
    this.#unknownInARow.clear();
  }

  /**
   * Nobody knows what became of a message. `true`: that is one too many, and everything has to stop.
   * @param suspect the message that may itself have brought it about: it counts once, however often it is tried
   */
  unknown(suspect?: string): boolean {
    this.#unknownInARow.add(suspect ?? Symbol('an answer'));
    if (this.#unknownInARow.size < opensAfter) return false;
    this.#unknownInARow.clear();
    return true;
  }
}
