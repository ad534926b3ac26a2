import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import { channelOfDelivery, type Delivery } from '../../lib/contract/delivery';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import type { DeliveryStore } from '../shared/deliveries/delivery-store';
import { isPassingFault } from '../shared/passing-fault';
import type { MessageQueues, Monitor } from '../shared/ports';
import { awaitAgain } from './await-again';
import { abandonedDelivery } from './delivery-record';

export interface AbandonDependencies {
  readonly store: Pick<DeliveryStore, 'create' | 'find' | 'transition' | 'annotate'>;
  readonly queues: Pick<MessageQueues, 'deadLetter'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
  readonly recordRetentionSeconds: number;
  /** Whether records say in which trace their message came. @default false */
  readonly traced?: boolean;
}

/** Ends a message with which nobody could finish. `body` is what it says, as far as that was read. */
export type Abandon = (record: SQSRecord, body: string | undefined, reason: string) => Promise<void>;

const { names } = metrics;

/** Ends it as a dead letter with the reason, and with a record that says the same. */
export function createAbandon(dependencies: AbandonDependencies): Abandon {
  const { store, queues, clock, monitor, pipelineId, recordRetentionSeconds, traced = false } = dependencies;

  return async (record, body, reason) => {
    const terms = { pipelineId, recordRetentionSeconds, traced, now: clock.now() };
    const delivery = abandonedDelivery(messageIn(body), record, reason, terms);
    monitor.warn('message given up', { delivery_id: delivery.id, message_id: record.messageId, reason });
    if (await mayBeDeadLetter(delivery)) await queues.deadLetter(record, reason);
  };

  /** Writes the record. `false`: another says already how the message ended, such as that Notify has it. */
  async function mayBeDeadLetter(delivery: Delivery): Promise<boolean> {
    try {
      if (await store.create(delivery)) {
        countFailed(delivery);
        return true;
      }
      return await close(delivery);
    } catch (error) {
      if (isPassingFault(error)) throw error;
      monitor.error('the end of a message cannot be saved', error, { delivery_id: delivery.id });
      return true;
    }
  }

  function countFailed(delivery: Delivery): void {
    const channel = channelOfDelivery(delivery);
    monitor.count(names.failed, 1, channel);
    monitor.count(names.technicalFailure, 1, channel);
  }

  async function close({ id, changed_at, reason }: Delivery): Promise<boolean> {
    const existing = await store.find(id);
    if (existing?.state === 'sending' || existing?.state === 'held') {
      const doubt = existing.attempts > 0 ? `${reason}; Notify may have it` : `${reason}`;
      const change = { state: 'failed', failure: 'technical', changed_at, reason: doubt } as const;
      const { state, changed_at: since } = existing;
      // Where somebody else has it by now, the record is theirs, and the dead letter can be taken back.
      if (await store.transition(id, change, { state, changed_at: since })) countFailed(existing);
      return true;
    }
    if (existing) await awaitAgain(store, existing);
    return existing?.state === 'failed' && existing.notification_id === undefined;
  }
}

/** What the message says, unless that is what nobody can read. */
function messageIn(body: string | undefined): QueueMessage | undefined {
  if (body === undefined) return undefined;
  try {
    const parsed = parseQueueMessage(body);
    return parsed.ok ? parsed.message : undefined;
  } catch {
    return undefined;
  }
}
