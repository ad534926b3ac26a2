import type { SQSRecord } from 'aws-lambda';
import type { Delivery } from '../../lib/contract/delivery';
import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { placeOf } from '../../lib/contract/scheduled';
import type { ClaimResult, DeliveryStore } from '../shared/deliveries/delivery-store';
import { laneOf } from '../shared/holds/hold';
import type { MessageQueues, MessageScheduler, Monitor } from '../shared/ports';
import { isPutBack, scheduledDelivery, type DeliveryRecordTerms } from './delivery-record';

export interface ScheduleMessageDependencies {
  readonly store: Pick<DeliveryStore, 'claim' | 'annotate'>;
  readonly scheduler: MessageScheduler;
  readonly queues: Pick<MessageQueues, 'isUrgent'>;
  readonly monitor: Monitor;
}

/** The message is scheduled, or what its record says of it instead. */
export type Scheduled = 'scheduled' | (ClaimResult & { claimed: false });

/**
 * Lets a message wait in the table of scheduled messages. Its record comes first: a worker that dies before the message is in the
 * table finds it held when it comes back, and puts it there once more, into its own place.
 */
export function createScheduleMessage({ store, scheduler, queues, monitor }: ScheduleMessageDependencies) {
  return async (
    record: SQSRecord,
    message: QueueMessage,
    due: number,
    terms: DeliveryRecordTerms,
  ): Promise<Scheduled> => {
    const place = placeOf(laneOf(message), queues.isUrgent(record));
    const candidate = scheduledDelivery(message, record, { place, due }, terms);
    for (;;) {
      const claim = await store.claim(candidate, terms.now, isPutBack(record));
      if (!claim.claimed && !(claim.claimability.kind === 'hold' && claim.delivery.state === 'held')) return claim;
      // Where somebody else has written the record meanwhile, it is read once more.
      if (!claim.claimed && !(await update(claim.delivery, candidate))) continue;
      if (claim.claimed) monitor.count(metrics.names.held, 1, channelOf(message.type));
      await scheduler.schedule(record, { deliveryId: candidate.id, place, due });
      monitor.info('message scheduled', { delivery_id: candidate.id });
      return 'scheduled';
    }
  };

  /** It waits already: for another time, or it is only that its payload was to be refreshed. */
  async function update(existing: Delivery, { send_after, scheduled, ttl }: Delivery): Promise<boolean> {
    if (existing.scheduled === scheduled && existing.send_after === send_after) return true;
    const { state, changed_at } = existing;
    return store.annotate(
      existing.id,
      {
        ...(send_after === undefined ? {} : { send_after }),
        ...(scheduled === undefined ? {} : { scheduled }),
        ttl: Math.max(existing.ttl, ttl),
      },
      { state, changed_at },
    );
  }
}
