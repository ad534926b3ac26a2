import Table from 'cli-table3';
import type { DeliveryEvent } from '../lib/contract/events/delivery';
import type { DeliveryEventDetail } from '../lib/contract/events/details';
import type { ReceivedTextEvent } from '../lib/contract/events/received-text';
import { detailTypes } from '../lib/contract/events/names';
import { duration } from './durations';

/** What a change of a delivery's state is about. */
export interface About {
  /** What the message is called. */
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
  /** Whether Notify told of it by a callback. */
  readonly byCallback: boolean;
}

/** A delivery as the report shows it. */
export interface ReportRow {
  /** What was published: more than one when a message was published twice. */
  readonly labels: readonly string[];
  readonly delivery: DeliveryEventDetail;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
  /** How many messages Notify took for it. */
  readonly accepted: number;
}

/** One line for what becomes known of a delivery, as it happens. */
export function changeLine(
  { detailType, detail, time }: DeliveryEvent,
  { label, publishedAt, byCallback }: About,
): string {
  const after = `+${duration(time.getTime() - publishedAt)}`;
  const told = byCallback ? `${label} (told by Notify's callback)` : label;
  const what = detailType === detailTypes.letter_pdf_stored ? 'PDF stored' : detail.state;
  return [after.padStart(8), what.padEnd(14), told].join('  ');
}

/** One line for a text message that came in, as it happens. */
export function textLine({ detail, time }: ReceivedTextEvent, publishedAt: number): string {
  const after = `+${duration(time.getTime() - publishedAt)}`;
  return [after.padStart(8), 'received'.padEnd(14), `text ${detail.content} (told by Notify's callback)`].join('  ');
}

/** The table at the end: what, state, how long, why. */
export function resultTable(rows: readonly ReportRow[], texts: readonly ReceivedTextEvent[]): string {
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
  for (const { detail } of texts)
    table.push([`text ${detail.content}`, 'received', '', 'somebody sent it to the service']);
  return table.toString();
}

/** For more deliveries than can be read: how many came to which state, and why, the most first. */
export function stateTable(rows: readonly ReportRow[]): string {
  const counts = new Map<string, { readonly row: ReportRow; count: number }>();
  for (const row of rows) {
    const key = JSON.stringify([stateOf(row.delivery), whyOf(row)]);
    const entry = counts.get(key) ?? { row, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const table = new Table({
    head: ['state', 'messages', 'why'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    wordWrap: true,
    colWidths: [24, 12, 64],
  });
  for (const { row, count } of [...counts.values()].toSorted((one, other) => other.count - one.count)) {
    table.push([stateOf(row.delivery), count.toLocaleString('en-GB'), whyOf(row)]);
  }
  return table.toString();
}

/** One line of JSON for a delivery. */
export function jsonLine(row: ReportRow): string {
  const { delivery, labels, accepted } = row;
  const { delivery_id, type, state, failure, status, reason, reference, notification_id, attempts, pdf_key } = delivery;
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
    pdf_key,
    accepted_by_notify: accepted,
    seconds: Math.round(timeTaken(row) / 1000),
  });
}

const timeTaken = ({ delivery, publishedAt }: ReportRow): number => Date.parse(delivery.changed_at) - publishedAt;

const stateOf = ({ state, failure }: DeliveryEventDetail): string => (failure ? `${state} (${failure})` : state);

const whyOf = ({ delivery }: ReportRow): string =>
  delivery.reason ?? (delivery.status ? `Notify says ${delivery.status}` : '');
