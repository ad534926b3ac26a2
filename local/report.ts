import { coloured, cutTo, type Colour } from '../bin/terminal';
import type { DeliveryEvent } from '../lib/contract/events/delivery';
import type { DeliveryEventDetail } from '../lib/contract/events/details';
import type { ReceivedTextEvent } from '../lib/contract/events/received-text';
import { detailTypes } from '../lib/contract/events/names';
import { duration } from './durations';
import { drawTable, type Cell, type TextColumn } from './draw-table';

/** What a change of a delivery's state is about. */
export interface About {
  /** What the message is called. */
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
  /** Whether Notify reported it by a callback. */
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

/** How a report is to look. */
export interface Look {
  /** How wide it may be, in columns. Undefined where there is no terminal. */
  readonly width: number | undefined;
  readonly colour: boolean;
}

const callbackNote = " (by Notify's callback)";

/** One line for what becomes known of a delivery, as it happens. */
export function changeLine(
  { detailType, detail, time }: DeliveryEvent,
  { label, publishedAt, byCallback }: About,
  look: Look,
): string {
  const isPdf = detailType === detailTypes.letter_pdf_stored;
  const told = byCallback ? label + callbackNote : label;
  return line(time.getTime() - publishedAt, isPdf ? 'PDF stored' : detail.state, told, look);
}

/** One line for a text message that came in, as it happens. */
export const textLine = ({ detail, time }: ReceivedTextEvent, publishedAt: number, look: Look): string =>
  line(time.getTime() - publishedAt, 'received', `text ${detail.content}${callbackNote}`, look);

function line(after: number, state: string, what: string, { width, colour }: Look): string {
  const whole = [`+${duration(after)}`.padStart(8), state.padEnd(14), what].join('  ');
  const cut = cutTo(
    width,
    width !== undefined && whole.length > width ? whole.replace(callbackNote, ' (callback)') : whole,
  );
  return colour ? cut.replace(state, (text) => inItsColour(text, state)) : cut;
}

const colours: Readonly<Record<string, Colour>> = {
  delivered: 'green',
  held: 'yellow',
  sent_untracked: 'yellow',
  failed: 'red',
  rejected: 'red',
  expired: 'red',
  cancelled: 'yellow',
};

/** A text about a delivery in the colour of its state, if that has one. */
function inItsColour(text: string, state: string): string {
  const colour = colours[state];
  return colour === undefined ? text : coloured(text, colour);
}

const resultColumns: readonly TextColumn[] = [
  { head: 'what', width: 28, least: 13 },
  { head: 'state', width: 20, least: 14 },
  { head: 'how long', width: 10, least: 10 },
  { head: 'why', width: 60, least: 17 },
];

/** The table at the end: what, state, how long, why. */
export function resultTable(rows: readonly ReportRow[], texts: readonly ReceivedTextEvent[], look: Look): string {
  const cells = rows.flatMap((row) => [
    [row.labels[0] ?? '', stateCell(row.delivery, look), duration(timeTaken(row)), whyOf(row)],
    ...row.labels.slice(1).map((label) => [label, '', '', 'the same idempotency_key: not sent again']),
  ]);
  const received = texts.map(({ detail }) => [
    `text ${detail.content}`,
    'received',
    '',
    'somebody sent it to the service',
  ]);
  return drawTable(resultColumns, [...cells, ...received], look.width);
}

const stateColumns: readonly TextColumn[] = [
  { head: 'state', width: 24, least: 14 },
  { head: 'messages', width: 12, least: 10 },
  { head: 'why', width: 64, least: 24 },
];

/** For more deliveries than can be read: how many came to which state, and why, the most first. */
export function stateTable(rows: readonly ReportRow[], look: Look): string {
  const counts = new Map<string, { readonly row: ReportRow; count: number }>();
  for (const row of rows) {
    const key = JSON.stringify([stateOf(row.delivery), whyOf(row)]);
    const entry = counts.get(key) ?? { row, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const cells = [...counts.values()]
    .toSorted((one, other) => other.count - one.count)
    .map(({ row, count }) => [stateCell(row.delivery, look), count.toLocaleString('en-GB'), whyOf(row)]);
  return drawTable(stateColumns, cells, look.width);
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

function stateCell(delivery: DeliveryEventDetail, look: Look): Cell {
  const colour = look.colour ? colours[delivery.state] : undefined;
  return colour === undefined ? stateOf(delivery) : { text: stateOf(delivery), colour };
}

const whyOf = ({ delivery }: ReportRow): string =>
  delivery.reason ?? (delivery.status ? `Notify says ${delivery.status}` : '');
