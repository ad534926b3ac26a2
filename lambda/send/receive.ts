import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import { metrics } from '../../lib/contract/metrics';
import type { RateLimiter } from '../shared/rate-limit/rate-limiter';
import type { Monitor, MessageQueues } from '../shared/ports';
import { eachRecord } from '../shared/each-record';

export interface SendReceiverDependencies {
  readonly send: (record: SQSRecord) => Promise<unknown>;
  readonly queues: MessageQueues;
  readonly rateLimiter: Pick<RateLimiter, 'expect'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
}

/** How long a message is left alone when something of ours failed, in milliseconds. */
const afterFault = 120_000;

/**
 * Hands each message of a batch to `send`, all at once. One that could not be handled because the table or a secret
 * failed is put back as a new message, for that is no fault of its own and must not bring it nearer to the dead letters.
 * Only what cannot even be put back stays where it is, and none brings back its neighbours.
 */
export function createReceiver({ send, queues, rateLimiter, clock, monitor }: SendReceiverDependencies) {
  const handle = async (record: SQSRecord): Promise<void> => {
    try {
      await send(record);
    } catch (error) {
      monitor.count(metrics.names.fault);
      monitor.error('message not handled; it comes back', error, { message_id: record.messageId });
      await queues.requeue(record, clock.now() + afterFault);
    }
  };
  const handleAll = eachRecord(handle);
  return (event: SQSEvent): Promise<SQSBatchResponse> => {
    const [first] = event.Records;
    if (first) rateLimiter.expect(event.Records.length, queues.isUrgent(first));
    return handleAll(event);
  };
}
