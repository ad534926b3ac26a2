import { letterPdfs } from '../../lib/contract/letter-pdfs';
import type { PdfResult } from './fetch-pdf';
import { day } from '../../lib/contract/time';

/** What is done about the PDF of a letter. */
export type PdfDecision =
  | { readonly kind: 'store'; readonly pdf: Buffer }
  /** Notify is asked again after so many seconds. */
  | { readonly kind: 'retry'; readonly after: number }
  | { readonly kind: 'abandon'; readonly reason: string };

/** The longest that SQS can delay a message, in seconds. */
const longestDelay = 900;
/** Notify makes a PDF within minutes. One that is not there by then is stuck, and so is the letter. In milliseconds. */
const givenUpAfter = 14 * day;

/** Decides by Notify's answer, and by how long ago it took the letter. Times are in milliseconds since the epoch. */
export function decide(answer: PdfResult, { sentAt, now }: { sentAt: number; now: number }): PdfDecision {
  if (answer.kind === 'pdf') return { kind: 'store', pdf: answer.pdf };
  if (answer.kind === 'none') return { kind: 'abandon', reason: answer.reason };
  const age = Math.max(0, now - sentAt);
  if (age >= givenUpAfter) {
    const last = answer.kind === 'not yet' ? 'Notify has not made it' : answer.reason;
    return { kind: 'abandon', reason: `not available for too long: ${last}` };
  }
  // The older the letter, the longer the wait, so that there is nothing to count and to carry along.
  const after = Math.ceil(age / 2000);
  return { kind: 'retry', after: Math.min(longestDelay, Math.max(letterPdfs.firstLookAfter, after)) };
}
