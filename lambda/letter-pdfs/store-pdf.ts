import type { Clock } from '../../lib/contract/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { letterPdfKey } from '../../lib/contract/letter-pdfs';
import { metrics } from '../../lib/contract/metrics';
import type { DeliveryStore } from '../shared/deliveries/delivery-store';
import type { LetterPdfQueue, Monitor, NotifySource, PdfBucket } from '../shared/ports';
import { fetchPdf } from './fetch-pdf';
import { decide } from './decide';
import { iso } from '../../lib/contract/time';

export interface StorePdfDependencies {
  readonly store: Pick<DeliveryStore, 'find' | 'annotate'>;
  readonly notify: NotifySource;
  readonly bucket: PdfBucket;
  readonly queue: LetterPdfQueue;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
}

const { names } = metrics;

/**
 * Keeps the PDF of one delivery, or sees to it that Notify is asked for it again. The PDF is in the bucket before the
 * record says so. When it throws, nothing was decided.
 */
export function createPdfStorer({ store, notify, bucket, queue, clock, monitor }: StorePdfDependencies) {
  return async (id: string): Promise<void> => {
    const delivery = await store.find(id);
    // Of one whose record is over nothing is kept, and what is there already need not be fetched again.
    if (!delivery?.notification_id || delivery.pdf_key !== undefined) return;

    const { notification_id } = delivery;
    const answer = await fetchPdf(notify, notification_id, clock);
    const sentAt = Date.parse(delivery.sent_at ?? delivery.created_at);
    const step = decide(answer, { sentAt, now: clock.now() });
    switch (step.kind) {
      case 'store':
        return keep({ id, notification_id }, step.pdf);
      case 'retry':
        if (answer.kind === 'no answer') monitor.warn('PDF not fetched', { delivery_id: id, reason: answer.reason });
        return queue.request(id, step.after);
      case 'abandon':
        monitor.count(names.letterPdfMissing);
        monitor.warn('there is no PDF', { delivery_id: id, reason: step.reason });
    }
  };

  async function keep({ id, notification_id }: Pick<Delivery, 'id' | 'notification_id'>, pdf: Buffer): Promise<void> {
    const key = letterPdfKey(id);
    await bucket.put(key, pdf);
    const pdf_stored_at = iso(clock.now());
    if (!(await store.annotate(id, { pdf_bucket: bucket.name, pdf_key: key, pdf_stored_at }, { notification_id })))
      return;
    monitor.count(names.letterPdfStored);
    monitor.info('PDF stored', { delivery_id: id, pdf_key: key });
  }
}
