import type { Clock } from '../../lib/contract/clock';
import { metrics } from '../../lib/contract/metrics';
import {
  decide,
  updateOfDeliveryReceipt,
  updateOfReturnedLetter,
  type CallbackDecision,
  type CallbackUpdate,
} from '../shared/deliveries/callback-update';
import { endOf, isNewStatus } from '../shared/deliveries/outcome';
import type { DeliveryStore, Expected } from '../shared/deliveries/delivery-store';
import { PipelineError } from '../../lib/contract/pipeline-error';
import type { Monitor } from '../shared/ports';
import { recordOutcome } from '../shared/deliveries/record-outcome';
import type { CallbackHandlers } from './dispatch';
import { iso } from '../../lib/contract/time';

export interface RecordCallbackDependencies {
  readonly store: DeliveryStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
}

/** How often a record may change between being read and being written. */
const mostTries = 5;

const { names } = metrics;

/** Handles the callbacks that tell what happened to a message, by writing it into the message's record. */
export function createCallbackRecorder({ store, clock, monitor }: RecordCallbackDependencies): CallbackHandlers {
  return {
    deliveryReceipt: (receipt, deliveryId) => record(updateOfDeliveryReceipt(receipt), deliveryId),
    returnedLetter: (letter, deliveryId) => record(updateOfReturnedLetter(letter), deliveryId),
  };

  async function record(update: CallbackUpdate, deliveryId: string | undefined): Promise<void> {
    monitor.count(names.outcomeCallback);
    if (isNewStatus(update.status)) {
      monitor.count(names.unknownStatus);
      monitor.warn('Notify reports a status that it does not document', { status: update.status });
    }
    // Sent on Notify's website, or by a program that is not a pipeline.
    if (deliveryId === undefined) return unmatched(update);
    const changedAt = iso(clock.now());
    if (await writeExpected(deliveryId, update, changedAt)) return;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const delivery = await store.find(deliveryId);
      if (!delivery) return unmatched(update);
      const { state, changed_at } = delivery;
      if (await write(deliveryId, decide(delivery, update, changedAt), { state, changed_at })) return;
    }
    throw new PipelineError(`the record of delivery ${deliveryId} changed ${mostTries} times while it was written`);
  }

  /** Nearly always it is the next thing to know of a message that Notify took: one write, and nothing is read. */
  async function writeExpected(id: string, { notificationId, status, completedAt }: CallbackUpdate, changedAt: string) {
    const end = endOf(status, completedAt, changedAt);
    return end
      ? recordOutcome({ store, monitor }, id, end, { notification_id: notificationId })
      : store.annotate(id, { status }, { state: 'sent', notification_id: notificationId });
  }

  async function write(id: string, entry: CallbackDecision, still: Expected): Promise<boolean> {
    switch (entry.kind) {
      case 'nothing':
        return true;
      case 'refused':
        monitor.count(names.callbackNeverSent);
        monitor.warn('a callback for a delivery that was never given to Notify is left out', { delivery_id: id });
        return true;
      case 'end':
        return (await recordOutcome({ store, monitor }, id, entry.end, still)) && counted(id, entry.end);
      case 'sent':
        return (await store.transition(id, entry.change, still)) && counted(id, entry.change);
      case 'fact':
        return (await store.annotate(id, entry.facts, still)) && counted(id, entry.facts);
    }
  }

  /** What nobody has counted, for nobody knew. */
  function counted(
    id: string,
    { notification_id, duplicate_suspected }: { notification_id?: string; duplicate_suspected?: true },
  ): true {
    if (notification_id !== undefined) monitor.count(names.sent);
    if (duplicate_suspected) {
      monitor.count(names.duplicateSuspected);
      monitor.warn('Notify has more than one message for a delivery', { delivery_id: id });
    }
    return true;
  }

  function unmatched({ notificationId }: CallbackUpdate): void {
    monitor.count(names.callbackUnmatched);
    monitor.info('callback for a message that is on no record', { notification_id: notificationId });
  }
}
