import type { DeliveryState } from '../contract/delivery';
import { deliveryId } from '../contract/identity';
import { iso } from '../contract/time';
import type { Published } from './messages';

/** What came of cancelling a message. */
export interface Cancellation extends Published {
  /**
   * - `cancelled`: it is not sent, and nothing is ever sent under its key
   * - `too late`: Notify has it, or it is being given to Notify
   * - `ended`: it was never sent, and ended before: its `state` says how
   */
  readonly outcome: 'cancelled' | 'too late' | 'ended';
  /** The state of the delivery, such as `sending`. */
  readonly state: DeliveryState;
}

/** What of a record decides. */
export interface CancellableRecord {
  readonly state: DeliveryState;
  readonly changed_at: string;
  readonly notification_id?: string | undefined;
  readonly scheduled?: string | undefined;
}

/** What a cancelled record says. */
export interface CancelledChange {
  readonly state: 'cancelled';
  readonly changed_at: string;
  readonly reason: string;
}

/** The records of a pipeline, and its table of scheduled messages, as far as cancelling needs them. */
export interface CancelStore {
  find(id: string): Promise<CancellableRecord | undefined>;
  /** Writes the record of a message that nobody has seen. `false`: there is one by now. */
  create(id: string, change: CancelledChange): Promise<boolean>;
  /** Changes the record if it still is as it was read. `false`: it is not. */
  cancel(id: string, change: CancelledChange, seen: CancellableRecord): Promise<boolean>;
  /** Deletes the message where it waits for its time. Only the record decides whether it is sent. */
  unschedule(id: string, slot: string): Promise<void>;
}

/** How often a record may change between being read and being written. Each time somebody has come a step further with it. */
const mostTries = 10;

/**
 * Cancels a message that nobody has begun to send. Its record decides: a worker that sends it has to claim the record first, and both
 * are conditional writes of one item, so one of them comes first and the other is refused. What nobody has seen yet gets a
 * record that says so, because its message may still be on its way.
 */
export async function cancelMessage(
  store: CancelStore,
  { pipelineId, idempotencyKey }: { readonly pipelineId: string; readonly idempotencyKey: string },
  now: number,
): Promise<Cancellation> {
  const id = deliveryId(pipelineId, idempotencyKey);
  const change: CancelledChange = { state: 'cancelled', changed_at: iso(now), reason: 'its publisher cancelled it' };
  const answer = (outcome: Cancellation['outcome'], state: DeliveryState): Cancellation => ({
    outcome,
    state,
    deliveryId: id,
    idempotencyKey,
  });
  for (let tries = 0; tries < mostTries; tries += 1) {
    const record = await store.find(id);
    if (!record) {
      if (await store.create(id, change)) return answer('cancelled', 'cancelled');
      continue;
    }
    const isCancelled = record.state === 'cancelled';
    if (!isCancelled && record.state !== 'held') return answer(outcomeOf(record), record.state);
    if (!isCancelled && !(await store.cancel(id, change, record))) continue;
    // Also if somebody died between the two.
    if (record.scheduled !== undefined) await store.unschedule(id, record.scheduled);
    return answer('cancelled', 'cancelled');
  }
  throw Object.assign(new Error(), { code: 'RecordKeepsChanging' });
}

/** A failure without an id of Notify's is one of ours: Notify may have it all the same, so it is not known. */
const outcomeOf = ({ state, notification_id }: CancellableRecord): 'too late' | 'ended' =>
  state === 'rejected' || state === 'expired' || (state === 'failed' && notification_id === undefined)
    ? 'ended'
    : 'too late';
