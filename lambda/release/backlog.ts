import { second } from '../../lib/contract/time';

/** So much may wait to be sent: what is sent until the next run, and the burst that Notify's limit allows at first. */
const mostAhead = 75 * second;
/** A receive for less than this is not worth its call: so much more is sent while one waits. */
const worthwhile = { messages: 10, time: 2 * second };

/**
 * How many messages wait to be sent. SQS may count late by a minute, and a run can bring back more than a queue should
 * hold before SQS says so. So what it brings back counts at once, less what is sent meanwhile.
 */
export class Backlog {
  readonly #rate: number;
  readonly #most: number;
  readonly #least: number;
  #known = 0;
  #at = 0;

  /** @param rate how many messages are sent in a second */
  constructor(rate: number) {
    this.#rate = rate;
    this.#most = Math.ceil((rate * mostAhead) / second);
    this.#least = Math.max(1, Math.min(worthwhile.messages, Math.floor((rate * worthwhile.time) / second)));
  }

  /** For how many more there is room. 0: for so few that they can wait. */
  room(counted: number, now: number): number {
    const sent = (this.#rate * Math.max(0, now - this.#at)) / second;
    this.#known = Math.max(counted, Math.min(this.#known, this.#most) - sent);
    this.#at = now;
    const room = Math.floor(this.#most - this.#known);
    return room < this.#least ? 0 : room;
  }

  /** So many were brought back. */
  add(messages: number): void {
    this.#known += messages;
  }
}
