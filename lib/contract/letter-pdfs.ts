import { validate } from 'uuid';
import { anyUuid } from './payloads';

/** How the PDFs of letters are asked for, and where in the pipeline's bucket they are kept. */
export const letterPdfs = {
  prefix: 'letters/',
  /** How long they are kept by default, in days. */
  keptForDays: 90,
  /** How long Notify is given to make the PDF of a letter before it is first asked for it, in seconds. */
  firstLookAfter: 120,
} as const;

/** The key of the PDF of a delivery: always the same, so that storing it twice keeps one. */
export const letterPdfKey = (deliveryId: string): string => `${letterPdfs.prefix}${deliveryId}.pdf`;

/** The keys that PDFs can have, for policies. */
export const letterPdfKeys = letterPdfKey(anyUuid);

/** The body of the message that asks for the PDF of a delivery. All else is in the delivery's record. */
export const letterPdfRequest = (deliveryId: string): string => JSON.stringify({ delivery_id: deliveryId });

/** The delivery whose PDF a message asks for. `undefined` when it asks for none. */
export function parseLetterPdfRequest(body: string): string | undefined {
  try {
    const { delivery_id: id } = JSON.parse(body) as { delivery_id?: unknown };
    return typeof id === 'string' && validate(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
