import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { formatReference } from '../../lib/contract/identity';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import type { Claim, DeliveryStore } from '../../lib/deliveries/store';
import type { Hold, Monitor, NotifySource } from '../ports';
import { ask, attempt } from './attempt';
import { conclude, tooLateOrEarly, tooOften, type Conclusion } from './conclusion';
import { openDelivery, refusedDelivery } from './opening';

export interface SendDependencies {
  readonly store: DeliveryStore;
  readonly notify: NotifySource;
  readonly hold: Hold;
  readonly clock: Clock;
  readonly monitor: Monitor;
  readonly hashKey: () => Promise<string>;
  readonly pipelineId: string;
  readonly recordRetentionSeconds: number;
}

/** The function's time-out and 45 seconds: when it is over, whatever the worker had begun has ended at Notify too. */
const lease = 165_000;

/**
 * Sends one message: claims it, gives it to Notify, writes down what came of it. When it returns, the message may
 * leave the queue; when it throws, the message comes back.
 */
export function createSender(dependencies: SendDependencies): (record: SQSRecord) => Promise<void> {
  const { store, notify, hold, clock, monitor, pipelineId, recordRetentionSeconds } = dependencies;

  return async (record) => {
    const parsed = parseQueueMessage(record.body);
    if (!parsed.ok) return refuse(record, undefined, parsed.reason);

    const { message } = parsed;
    const hashKey = await dependencies.hashKey();
    const now = clock.now();
    const claim = await store.claim(
      openDelivery(message, record, { pipelineId, hashKey, recordRetentionSeconds, lease, now }),
      now,
    );
    if (!claim.claimed) return leave(record, message, claim);

    const { delivery } = claim;
    const reference = formatReference({ ...delivery, pipelineId, deliveryId: delivery.id });
    const found = claim.ask ? await ask(notify, message, reference, clock) : undefined;
    const early = found ? undefined : (tooOften(delivery, clock.now()) ?? tooLateOrEarly(message, clock.now()));
    if (early) return finish(record, delivery, early);

    const answer = found ?? (await attempt(notify, message, reference, clock));
    return finish(record, delivery, conclude(answer, message, delivery, clock.now()));
  };

  async function finish(record: SQSRecord, delivery: Delivery, conclusion: Conclusion): Promise<void> {
    const { change, next, metric } = conclusion;
    // That Notify has it is true whoever holds the claim by now. All else is for its holder to say.
    const lease = change.notification_id === undefined ? delivery.lease_until : undefined;
    const written = await store.advance(delivery.id, change, lease);
    if (written) monitor.count(metric);
    monitor.info('message handled', {
      delivery_id: delivery.id,
      state: change.state,
      reason: change.reason,
      notification_id: change.notification_id,
    });
    if (next.kind === 'put back') await hold.until(record, next.at);
    if (next.kind === 'bury') await hold.bury(record, next.reason);
  }

  /** What is done with a message that may not be sent by this worker now. */
  async function leave(record: SQSRecord, message: QueueMessage, claim: Extract<Claim, { claimed: false }>) {
    switch (claim.standing.kind) {
      case 'repeat':
        monitor.count(metrics.names.duplicate);
        return;
      case 'busy':
        return hold.until(record, claim.standing.until);
      case 'conflict':
        return refuse(
          record,
          message,
          `idempotency_key was used for another message, delivery ${claim.delivery.id}; give each message its own`,
        );
    }
  }

  async function refuse(record: SQSRecord, message: QueueMessage | undefined, reason: string): Promise<void> {
    const terms = { pipelineId, recordRetentionSeconds, now: clock.now() };
    const delivery = refusedDelivery(message, record, reason, terms);
    if (await store.create(delivery)) monitor.count(metrics.names.rejected);
    monitor.info('message refused', { delivery_id: delivery.id, reason });
  }
}
