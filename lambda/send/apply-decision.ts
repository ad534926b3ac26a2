import type { SQSRecord } from 'aws-lambda';
import type { Delivery } from '../../lib/contract/delivery';
import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { placeOf } from '../../lib/contract/scheduled';
import { isBudgetHold, isDailyLimit, laneOf } from '../shared/holds/hold';
import type { AwaitedBatch } from './awaited-batch';
import type { SendDecision } from './decide';
import { leaseFrom } from './lease-from';
import { recordDecision } from './record-decision';
import { scheduledFor } from './scheduling';
import type { Handling, SendDependencies } from './send-dependencies';
import { createWaits } from './waits';

const { names } = metrics;

/** Writes down what was decided of a claimed message, and does what follows from it. */
export function createApplyDecision(dependencies: SendDependencies) {
  const { store, queues, holds, clock, deadline, monitor } = dependencies;
  const waits = createWaits(dependencies);
  return applyDecision;

  async function applyDecision(
    record: SQSRecord,
    message: QueueMessage,
    delivery: Delivery,
    decision: SendDecision,
    batch: AwaitedBatch | undefined,
  ): Promise<Handling> {
    const { change, next, metric, also = [], hold } = decision;
    const channel = channelOf(message.type);
    const taken = change.notification_id !== undefined;
    const { awaited: _listed, ...withoutEntry } = change;
    const list = batch?.takes(delivery, change) ? batch : undefined;
    const written = await recordDecision({ store, monitor }, delivery, list ? withoutEntry : change);
    if (written) list?.add(record, delivery, change);
    if (written) for (const name of [metric, ...also]) monitor.count(name, 1, channel);
    if (written && metric === names.sent) waits.taken(record, message, delivery);
    if (written && change.failure === 'technical') monitor.count(names.technicalFailure, 1, channel);
    if (written && change.duplicate_suspected) monitor.count(names.duplicateSuspected, 1, channel);
    monitor.info('message handled', {
      delivery_id: delivery.id,
      sender: delivery.sender,
      state: change.state,
      reason: change.reason,
      notification_id: change.notification_id,
    });
    if (hold) await holds.place(hold);
    if (hold && isDailyLimit(hold)) monitor.count(names.dailyLimit, 1, channel);
    if (hold && isBudgetHold(hold)) monitor.count(names.textBudgetSpent, 1, channel);
    if (next.kind === 'requeue') await requeue(record, message, delivery, next.at);
    if (next.kind === 'hold') await queues.hold(record, next.lane);
    // Its end is not ours to tell when somebody else has it by now.
    if (next.kind === 'dead-letter') {
      await (written
        ? queues.deadLetter(record, next.reason)
        : queues.requeue(record, clock.now() + leaseFrom(deadline)));
    }
    return next.kind === 'done' && (written || taken) ? 'settled' : 'pending';
  }

  /** What Notify was asked for, and does not have, waits for its `send_after` as what nobody has begun to send. */
  async function requeue(record: SQSRecord, message: QueueMessage, { id }: Delivery, until: number): Promise<void> {
    const due = scheduledFor(message, record, clock.now());
    if (due === undefined) return queues.requeue(record, until);
    const place = placeOf(laneOf(message), queues.isUrgent(record));
    await dependencies.scheduler.schedule(record, { deliveryId: id, place, due });
  }
}
