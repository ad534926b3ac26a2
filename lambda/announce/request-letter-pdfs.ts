import { letterPdfs } from '../../lib/contract/letter-pdfs';
import type { LetterPdfQueue, Monitor } from '../shared/ports';
import { isTaken, type DeliveryChange, type DeliveryChangeHandler } from './delivery-change';

export interface RequestLetterPdfsDependencies {
  readonly queue: LetterPdfQueue;
  readonly monitor: Monitor;
}

/** Asks for the PDF of every letter that Notify took. */
export function createLetterPdfRequester({ queue, monitor }: RequestLetterPdfsDependencies): DeliveryChangeHandler {
  return async (changes) => {
    const letters = changes.flatMap((change, place) => (isNewLetter(change) ? [{ id: change.after.id, place }] : []));
    const asked = await Promise.all(letters.map(({ id }) => request(id)));
    return letters.find((_, letter) => !asked[letter])?.place ?? changes.length;
  };

  async function request(id: string): Promise<boolean> {
    try {
      await queue.request(id, letterPdfs.firstLookAfter);
      return true;
    } catch (error) {
      monitor.error('the PDF of a letter was not requested; we try again', error, { delivery_id: id });
      return false;
    }
  }
}

/** Whether Notify has just taken a letter. */
const isNewLetter = (change: DeliveryChange): boolean =>
  isTaken(change) && (change.after.type === 'letter' || change.after.type === 'precompiled_letter');
