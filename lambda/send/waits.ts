import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import type { MessageQueues, Monitor } from '../shared/ports';

export interface WaitDependencies {
  readonly queues: Pick<MessageQueues, 'isUrgent'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Pick<Monitor, 'measure'>;
}

const { names } = metrics;

/**
 * Measures how long messages wait by the pipeline's own clock: a message that is put back is a new one to SQS, whose age
 * of it begins anew.
 */
export function createWaits({ queues, clock, monitor }: WaitDependencies) {
  return { seen, taken };

  /** The message is here again, and may have to wait for longer. */
  function seen(record: SQSRecord, message: QueueMessage, delivery: Pick<Delivery, 'created_at'>): void {
    if (!queues.isUrgent(record)) return;
    monitor.measure(names.urgentWaiting, waitOf(record, message, delivery, clock.now()), channelOf(message.type));
  }

  /** Notify has taken the message. */
  function taken(record: SQSRecord, message: QueueMessage, delivery: Pick<Delivery, 'created_at'>): void {
    const metric = queues.isUrgent(record) ? names.urgentWait : names.wait;
    monitor.measure(metric, waitOf(record, message, delivery, clock.now()), channelOf(message.type));
  }
}

/** Seconds since somebody first saw the message, or since it may be sent if that came later. */
export function waitOf(
  { attributes }: Pick<SQSRecord, 'attributes'>,
  { send_after }: Pick<QueueMessage, 'send_after'>,
  { created_at }: Pick<Delivery, 'created_at'>,
  now: number,
): number {
  const firstSeen = Math.min(Date.parse(created_at), Number(attributes.SentTimestamp) || Infinity);
  const from = Math.max(firstSeen, send_after === undefined ? -Infinity : Date.parse(send_after));
  return Math.max(0, now - from) / 1000;
}
