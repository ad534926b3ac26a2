import type { Clock } from '../../lib/contract/clock';
import { channelOfDelivery, type Delivery } from '../../lib/contract/delivery';
import type { Channel } from '../../lib/contract/queue-message';
import { metrics } from '../../lib/contract/metrics';
import {
  decide,
  updateOfDeliveryReceipt,
  updateOfReturnedLetter,
  type CallbackUpdate,
} from '../shared/deliveries/callback-update';
import { endOf, isNewStatus, type Outcome } from '../shared/deliveries/outcome';
import type { DeliveryStore, Expected } from '../shared/deliveries/delivery-store';
import { PipelineError } from '../../lib/contract/pipeline-error';
import type { Monitor } from '../shared/ports';
import { recordOutcome, type OutcomeOf } from '../shared/deliveries/record-outcome';
import type { CallbackHandlers } from './dispatch';
import { iso } from '../../lib/contract/time';

export interface RecordCallbackDependencies {
  readonly store: DeliveryStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
  /** Whether the poll is to bring what a text message cost, which no callback says. */
  readonly textCosts: boolean;
}

/** How often a record may change between being read and being written. */
const mostTries = 5;

const { names } = metrics;

/** Handles the callbacks that report what happened to a message, by writing it into the message's record. */
export function createCallbackRecorder({
  store,
  clock,
  monitor,
  textCosts,
}: RecordCallbackDependencies): CallbackHandlers {
  return {
    deliveryReceipt: (receipt, deliveryId) => record(updateOfDeliveryReceipt(receipt), deliveryId),
    returnedLetter: (letter, deliveryId) => record(updateOfReturnedLetter(letter), deliveryId),
  };

  async function record(update: CallbackUpdate, deliveryId: string | undefined): Promise<void> {
    monitor.count(names.outcomeCallback, 1, update.channel);
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
      if (await write(delivery, update, changedAt)) return;
    }
    throw new PipelineError(
      `the record of delivery ${deliveryId} changed ${mostTries} times while we wrote it; we try again`,
    );
  }

  /** Nearly always it is the next thing to know of a message that Notify took: one write, and nothing is read. */
  async function writeExpected(id: string, update: CallbackUpdate, changedAt: string) {
    const { notificationId, status, completedAt, channel } = update;
    const end = endOf(status, completedAt, changedAt);
    // Whether there is a cost to wait for is in the record then.
    if (end && textCosts && channel === undefined) return false;
    return end
      ? recordOutcome({ store, monitor }, id, toRecord(end, channel), known(update), {
          notification_id: notificationId,
        })
      : store.annotate(id, { status }, { state: 'sent', notification_id: notificationId });
  }

  async function write(delivery: Delivery, update: CallbackUpdate, changedAt: string): Promise<boolean> {
    const { id, state, changed_at } = delivery;
    const still: Expected = { state, changed_at };
    const entry = decide(delivery, update, changedAt);
    const channel = channelOfDelivery(delivery);
    switch (entry.kind) {
      case 'nothing':
        return true;
      case 'refused':
        monitor.count(names.callbackNeverSent, 1, channel);
        monitor.warn('a callback is ignored, because its delivery was never sent to Notify', { delivery_id: id });
        return true;
      case 'end':
        return (
          (await recordOutcome(
            { store, monitor },
            id,
            toRecord(entry.end, channel),
            { ...known(update), channel },
            still,
          )) && counted(id, entry.end, channel)
        );
      case 'sent':
        return (await store.transition(id, entry.change, still)) && counted(id, entry.change, channel);
      case 'fact':
        return (await store.annotate(id, entry.facts, still)) && counted(id, entry.facts, channel);
    }
  }

  /** The end of a text stays among what is awaited until its cost is on record. */
  function toRecord(end: Outcome, channel: Channel | undefined): Outcome {
    return textCosts && channel === 'sms' ? { ...end, awaited: channel } : end;
  }

  /** What is not counted yet, because it was not known. */
  function counted(
    id: string,
    { notification_id, duplicate_suspected }: { notification_id?: string; duplicate_suspected?: true },
    channel: Channel | undefined,
  ): true {
    if (notification_id !== undefined) monitor.count(names.sent, 1, channel);
    if (duplicate_suspected) {
      monitor.count(names.duplicateSuspected, 1, channel);
      monitor.warn('Notify has more than one message for a delivery', { delivery_id: id });
    }
    return true;
  }

  function unmatched({ notificationId }: CallbackUpdate): void {
    monitor.count(names.callbackUnmatched);
    monitor.info('a callback is about a message with no record', { notification_id: notificationId });
  }
}

const known = ({ channel, createdAt }: CallbackUpdate): OutcomeOf => ({ channel, sentAt: createdAt });
