import type { SQSRecord } from 'aws-lambda';
import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import type { ClaimResult } from '../shared/deliveries/delivery-store';
import { comesBackAt, type Circuit } from '../shared/holds/circuit';
import { laneOf } from '../shared/holds/hold';
import { awaitAgain } from './await-again';
import { rejectedDelivery } from './delivery-record';
import { backSoon } from './give-back';
import type { Handling, SendDependencies } from './send-dependencies';

const { names } = metrics;

/** What is done with a message that this worker does not send now. */
export function createLeaveUnclaimed({
  store,
  queues,
  clock,
  monitor,
  pipelineId,
  recordRetentionSeconds,
  traced = false,
}: SendDependencies) {
  return { comeBackSoon, holdMessage, leaveUnclaimed, reject };

  /** For want of time, the message is not even begun. */
  async function comeBackSoon(record: SQSRecord): Promise<Handling> {
    await queues.requeue(record, backSoon(clock.now()));
    return 'pending';
  }

  /** @param circuit what stops it, if it may be over in seconds */
  async function holdMessage(record: SQSRecord, message: QueueMessage, circuit?: Circuit): Promise<Handling> {
    const at = circuit && comesBackAt(circuit, clock.now());
    await (at === undefined ? queues.hold(record, laneOf(message)) : queues.requeue(record, at));
    return 'pending';
  }

  /** What is done with a message that may not be sent by this worker now. */
  async function leaveUnclaimed(
    record: SQSRecord,
    message: QueueMessage,
    { claimability, delivery }: ClaimResult & { claimed: false },
  ): Promise<Handling> {
    switch (claimability.kind) {
      case 'duplicate':
        monitor.count(names.duplicate, 1, channelOf(message.type));
        await awaitAgain(store, delivery);
        return 'settled';
      case 'busy':
        await queues.requeue(record, claimability.until);
        return 'pending';
      case 'conflict':
        return reject(
          record,
          message,
          `idempotency_key was used for another message, delivery ${delivery.id}; give each message its own`,
        );
      case 'hold':
        return holdMessage(record, message);
    }
  }

  async function reject(record: SQSRecord, message: QueueMessage | undefined, reason: string): Promise<Handling> {
    const terms = { pipelineId, recordRetentionSeconds, traced, now: clock.now() };
    const delivery = rejectedDelivery(message, record, reason, terms);
    if (await store.create(delivery)) monitor.count(names.rejected, 1, message && channelOf(message.type));
    monitor.info('message refused', { delivery_id: delivery.id, reason });
    return 'settled';
  }
}
