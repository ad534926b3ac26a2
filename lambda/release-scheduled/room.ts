import { second } from '../../lib/contract/time';

/** What waits on the queue ahead of a message that falls due is sent in so long, where nothing else fills it. */
const mostAhead = 30 * second;
/** What is due goes on the queue whatever else waits there: in one run at least what is sent in so long. */
const leastInRun = 20 * second;

/**
 * How many messages one run may put on the queue. SQS may count late by a minute, so what the run has put there counts at
 * once, less what is sent meanwhile.
 */
export class QueueRoom {
  readonly #rate: number;
  readonly #began: number;
  readonly #countedAtFirst: number;
  #released = 0;

  /**
   * @param rate how many messages are sent in a second
   * @param counted how many wait to be sent when the run begins
   */
  constructor(rate: number, counted: number, now: number) {
    this.#rate = rate;
    this.#countedAtFirst = counted;
    this.#began = now;
  }

  /** How many may go in any case. */
  get least(): number {
    return Math.max(1, Math.floor((this.#rate * leastInRun) / second));
  }

  free(counted: number, now: number): number {
    const sent = (this.#rate * (now - this.#began)) / second;
    const waiting = Math.max(counted, this.#countedAtFirst + this.#released - sent);
    const room = (this.#rate * mostAhead) / second - waiting;
    return Math.max(0, Math.floor(Math.max(room, this.least - this.#released)));
  }

  add(messages: number): void {
    this.#released += messages;
  }
}
