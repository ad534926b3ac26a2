import type { SQSRecord } from 'aws-lambda';
import { parseLetterPdfRequest } from '../../lib/contract/letter-pdfs';
import { metrics } from '../../lib/contract/metrics';
import type { LetterPdfQueue, Monitor } from '../shared/ports';
import { isAboutContent } from '../shared/passing-fault';
import { eachRecord } from '../shared/each-record';

export interface PdfReceiverDependencies {
  readonly storePdf: (deliveryId: string) => Promise<void>;
  readonly queue: LetterPdfQueue;
  readonly monitor: Monitor;
}

/** How long a letter is left alone when something of ours failed, in seconds. */
const afterFault = 120;

/**
 * Sees to the letters of a batch, all at once. One that fails for the table, the bucket or a secret comes back as a new
 * message, because that must not bring it nearer to the dead letters. Only what cannot even be put back stays where it is.
 */
export function createPdfReceiver({ storePdf, queue, monitor }: PdfReceiverDependencies) {
  return eachRecord(async (record: SQSRecord): Promise<void> => {
    const deliveryId = parseLetterPdfRequest(record.body);
    if (deliveryId === undefined) {
      monitor.count(metrics.names.unreadable);
      monitor.warn('a message names no delivery; we ignore it', { message_id: record.messageId });
      return;
    }
    try {
      await storePdf(deliveryId);
    } catch (error) {
      monitor.count(metrics.names.fault);
      monitor.error('a PDF is not stored; we try again', error, { delivery_id: deliveryId });
      // What is certain to fail again stays on its queue, and comes to the dead letters once SQS has counted its receives.
      if (isAboutContent(error)) throw error;
      await queue.request(deliveryId, afterFault);
    }
  });
}
