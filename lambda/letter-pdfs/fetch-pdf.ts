import type { Clock } from '../../lib/contract/clock';
import { NotifyApiError } from '../../lib/notify';
import type { NotifyApi, NotifySource } from '../shared/ports';
import { withFreshKey } from '../shared/notify/with-fresh-key';

/** What Notify says when it is asked for the PDF of a letter. */
export type PdfResult =
  | { readonly kind: 'pdf'; readonly pdf: Buffer }
  /** It has none, and never will. */
  | { readonly kind: 'none'; readonly reason: string }
  /** It has none yet: it is being made, or looked through for viruses. */
  | { readonly kind: 'not yet' }
  /** It could not be asked, or its answer means nothing. */
  | { readonly kind: 'no answer'; readonly reason: string };

/** Asks Notify for the PDF of a letter, with a fresh key if it refuses the one at hand. */
export async function fetchPdf(
  source: NotifySource,
  notificationId: string,
  clock: Pick<Clock, 'now'>,
): Promise<PdfResult> {
  const ask = async (notify: NotifyApi): Promise<PdfResult> => {
    try {
      const pdf = await notify.getLetterPdf(notificationId);
      return pdf.byteLength > 0 ? { kind: 'pdf', pdf } : { kind: 'no answer', reason: 'a PDF of no bytes' };
    } catch (error) {
      const answer = answerIn(error);
      if (answer) return answer;
      throw error;
    }
  };
  const { result, failure } = await withFreshKey(source, ask, clock);
  return result ?? { kind: 'no answer', reason: 'reason' in failure ? failure.reason : failure.kind };
}

/**
 * What an error says of the letter. In an outage good requests have met with a 404 too, but not with one that names its
 * class. A 500 names the class of whatever broke inside Notify, which may be called like one of these.
 * @see https://docs.notifications.service.gov.uk/rest-api.html#get-a-pdf-for-a-letter-error-codes
 */
function answerIn(error: unknown): PdfResult | undefined {
  if (!(error instanceof NotifyApiError) || error.status >= 500) return undefined;
  switch (error.details[0]?.error) {
    case 'PDFNotReadyError':
      return { kind: 'not yet' };
    case 'NoResultFound':
    case 'BadRequestError':
    case 'ValidationError':
      return { kind: 'none', reason: error.message };
    default:
      return undefined;
  }
}
