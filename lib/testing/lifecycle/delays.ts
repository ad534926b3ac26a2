import { hour } from '../../contract/time';

/**
 * How long messages stay in each status, in milliseconds. Notify's own times vary; these are the ones a test can
 * count on.
 *
 * @example
 * // Every letter is printed and dispatched within three seconds.
 * const notify = new NotifyStandIn({ statusDelays: { printed: 1000, dispatched: 2000 } });
 */
export interface StatusDelays {
  /** From `created` until an email or text is given to the provider. @default 1000 */
  readonly sending: number;
  /** From there until the provider says what happened to it. @default 4000 */
  readonly outcome: number;
  /** From `sending` to `pending`, for the texts that pass through it. @default 1000 */
  readonly pending: number;
  /** Until the PDF of a letter is there. @default 2000 */
  readonly pdf: number;
  /** Until a precompiled letter has passed, or failed, the virus scan and validation. @default 3000 */
  readonly virusScan: number;
  /** From `created` until a letter goes to print; `'print run'` is half past five in London. @default 'print run' */
  readonly printed: number | 'print run';
  /** From print until a letter is dispatched. @default 20 hours */
  readonly dispatched: number;
  /** Until a letter sent with a test key is as good as dispatched. @default 3000 */
  readonly testLetter: number;
  /** From dispatch until a letter that is to come back does. @default 14 days */
  readonly returned: number;
}

export const defaultDelays: StatusDelays = {
  sending: 1000,
  outcome: 4000,
  pending: 1000,
  pdf: 2000,
  virusScan: 3000,
  printed: 'print run',
  dispatched: 20 * hour,
  testLetter: 3000,
  returned: 14 * 24 * hour,
};
