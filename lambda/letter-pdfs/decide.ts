import { letterPdfs } from '../../lib/contract/letter-pdfs';
import type { Answer } from './fetch-pdf';

/** What is done about the PDF of a letter. */
export type Step =
  | { readonly kind: 'store'; readonly pdf: Buffer }
  /** Notify is asked again after so many seconds. */
  | { readonly kind: 'ask again'; readonly after: number }
  | { readonly kind: 'give up'; readonly reason: string };

/** The longest that SQS can delay a message, in seconds. */
const longestDelay = 900;
/** Notify makes a PDF within minutes. One that is not there by then is stuck, and so is the letter. In milliseconds. */
const givenUpAfter = 14 * 24 * 3_600_000;

/** Decides by Notify's answer, and by how long ago it took the letter. Times are in milliseconds since the epoch. */
export function nextStep(answer: Answer, { sentAt, now }: { sentAt: number; now: number }): Step {
  if (answer.kind === 'pdf') return { kind: 'store', pdf: answer.pdf };
  if (answer.kind === 'none') return { kind: 'give up', reason: answer.reason };
  const age = Math.max(0, now - sentAt);
  if (age >= givenUpAfter) {
    const last = answer.kind === 'not yet' ? 'Notify has not made it' : answer.reason;
    return { kind: 'give up', reason: `not there for too long: ${last}` };
  }
  // The older the letter, the longer the wait, so that there is nothing to count and to carry along.
  const after = Math.ceil(age / 2000);
  return { kind: 'ask again', after: Math.min(longestDelay, Math.max(letterPdfs.firstLookAfter, after)) };
}
