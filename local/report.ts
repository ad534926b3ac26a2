import Table from 'cli-table3';
import type { DeliveryEvent, DeliveryEventDetail } from '../lib/contract/events/delivery';
import { duration } from './durations';

/** A delivery as the report shows it. */
export interface Row {
  /** What was published: more than one when a message was published twice. */
  readonly labels: readonly string[];
  readonly delivery: DeliveryEventDetail;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
  /** How many messages Notify took for it. */
  readonly accepted: number;
}

/** One line for a change of state, as it happens. */
export function changeLine({ detail, time }: DeliveryEvent, label: string, since: number): string {
  const after = `+${duration(time.getTime() - since)}`;
  return [after.padStart(8), detail.state.padEnd(14), label].join('  ');
}

/** The table at the end: what, state, how long, why. */
export function resultTable(rows: readonly Row[]): string {
  const table = new Table({
    head: ['what', 'state', 'how long', 'why'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    wordWrap: true,
    colWidths: [28, 20, 10, 60],
  });
  for (const row of rows) {
    table.push([row.labels[0] ?? '', stateOf(row.delivery), duration(timeTaken(row)), whyOf(row)]);
    for (const label of row.labels.slice(1)) table.push([label, '', '', 'the same idempotency_key: not sent again']);
  }
  return table.toString();
}

/** One line of JSON for a delivery. */
export function jsonLine(row: Row): string {
  const { delivery, labels, accepted } = row;
  const { delivery_id, type, state, failure, status, reason, reference, notification_id, attempts } = delivery;
  return JSON.stringify({
    labels,
    delivery_id,
    type,
    state,
    failure,
    status,
    reason,
    reference,
    notification_id,
    attempts,
    accepted_by_notify: accepted,
    seconds: Math.round(timeTaken(row) / 1000),
  });
}

const timeTaken = ({ delivery, publishedAt }: Row): number => Date.parse(delivery.changed_at) - publishedAt;

const stateOf = ({ state, failure }: DeliveryEventDetail): string => (failure ? `${state} (${failure})` : state);

const whyOf = ({ delivery }: Row): string =>
  delivery.reason ?? (delivery.status ? `Notify says ${delivery.status}` : '');
