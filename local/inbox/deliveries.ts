import type { Delivery } from '../../lib/contract/delivery';
import { formatReference } from '../../lib/contract/identity';
import type { InboxDelivery } from '../../lib/testing';
import { pipelineId } from '../embedded-parts';
import type { Run } from '../open-run';
import { deadLettersOf } from './dead-letters';
import type { EventLog } from './event-log';
import { kindOf } from './kind-of';

/** Every delivery as the inbox shows it, newest first. */
export async function deliveriesOf({ pipeline, labels }: Run, events: EventLog): Promise<readonly InboxDelivery[]> {
  const deadLetters = deadLettersOf(pipeline.deadLetters.messages, pipelineId);
  const rows = labels.all((id) => pipeline.ledger.find(id));
  const shown = await Promise.all(
    rows.map(async ({ labels: [label = 'unknown', ...copies], delivery: { delivery_id: id } }) => {
      const record = await pipeline.find(id);
      if (record === undefined) return [];
      const name = copies.length === 0 ? label : `${label} (published ${copies.length + 1} times)`;
      return [{ ...describe(record, deadLetters.get(id)), label: name, events: events.of(id) }];
    }),
  );
  return shown.flat().toReversed();
}

function describe(record: Delivery, deadBecause: string | undefined): Omit<InboxDelivery, 'label' | 'events'> {
  const { id, type, state, failure, attempts, reason, status, reference, changed_at, lease_until } = record;
  return {
    id,
    type,
    state: failure === undefined ? state : `${state} (${failure})`,
    kind: kindOf(record, deadBecause !== undefined),
    attempts,
    reason: deadBecause ?? reason ?? (status === undefined ? null : `Notify says ${status}`),
    reference: formatReference({ pipelineId, deliveryId: id, ...(reference === undefined ? {} : { reference }) }),
    changedAt: Date.parse(changed_at),
    // The worker that claimed it has it until then; after that it is tried again.
    nextAt: state === 'sending' && lease_until !== undefined && deadBecause === undefined ? lease_until : null,
    record: Object.entries(record).map(([name, value]) => [name, written(value)]),
  };
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
