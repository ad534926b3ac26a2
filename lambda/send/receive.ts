import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import { metrics } from '../../lib/contract/metrics';
import type { Pace } from '../shared/rate-limit/rate-limiter';
import type { Monitor, Queues } from '../shared/ports';
import { recordByRecord } from '../shared/each-record';

export interface ReceiveDependencies {
  readonly send: (record: SQSRecord) => Promise<unknown>;
  readonly queues: Queues;
  readonly pace: Pick<Pace, 'expect'>;
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
export function createReceiver({ send, queues, pace, clock, monitor }: ReceiveDependencies) {
  const handle = async (record: SQSRecord): Promise<void> => {
    try {
      await send(record);
    } catch (error) {
      monitor.count(metrics.names.fault);
      monitor.error('message not handled; it comes back', error, { message_id: record.messageId });
      await queues.putBack(record, clock.now() + afterFault);
    }
  };
  const handleAll = recordByRecord(handle);
  return (event: SQSEvent): Promise<SQSBatchResponse> => {
    const [first] = event.Records;
    if (first) pace.expect(event.Records.length, queues.isUrgent(first));
    return handleAll(event);
  };
}
