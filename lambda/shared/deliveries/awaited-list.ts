import { iso, second } from '../../../lib/contract/time';
import type { AwaitedList, ListedDelivery } from './delivery-store';

/**
 * The most between the first and the last delivery of a list, in milliseconds. So lists that are read in the order of their
 * first give all deliveries in order by looking ahead no further than this. An offset has to fit into two bytes.
 */
export const longestSpan = 30 * second;

const uuidBytes = 16;
const offsetBytes = 2;
const entryBytes = 2 * uuidBytes + offsetBytes;

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Whether a list gives back exactly what it was given of this delivery. */
export const isListable = ({ id, notification_id, sent_at }: ListedDelivery): boolean =>
  uuid.test(id) && uuid.test(notification_id) && iso(Date.parse(sent_at)) === sent_at;

/** As few lists as hold all of the deliveries, each with those of one span. */
export function listsOf(deliveries: readonly ListedDelivery[]): readonly (readonly ListedDelivery[])[] {
  const lists: ListedDelivery[][] = [];
  for (const delivery of deliveries.toSorted((a, b) => Date.parse(a.sent_at) - Date.parse(b.sent_at))) {
    const open = lists.at(-1);
    const first = Date.parse(open?.[0]?.sent_at ?? '');
    if (open && Date.parse(delivery.sent_at) - first <= longestSpan) open.push(delivery);
    else lists.push([delivery]);
  }
  return lists;
}

/** The deliveries of a list in as few bytes as they take: a write is charged for each kilobyte, also in the index. */
export function packList({ sent_at, deliveries }: Omit<AwaitedList, 'id'>): Buffer {
  const packed = Buffer.alloc(deliveries.length * entryBytes);
  for (const [place, delivery] of deliveries.entries()) {
    const start = place * entryBytes;
    packed.write(delivery.id.replaceAll('-', ''), start, 'hex');
    packed.write(delivery.notification_id.replaceAll('-', ''), start + uuidBytes, 'hex');
    packed.writeUInt16BE(Date.parse(delivery.sent_at) - Date.parse(sent_at), start + 2 * uuidBytes);
  }
  return packed;
}

export function unpackList(sentAt: string, bytes: Uint8Array): readonly ListedDelivery[] {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = Date.parse(sentAt);
  return Array.from({ length: Math.floor(packed.byteLength / entryBytes) }, (_, place) => {
    const start = place * entryBytes;
    return {
      id: uuidAt(packed, start),
      notification_id: uuidAt(packed, start + uuidBytes),
      sent_at: iso(first + packed.readUInt16BE(start + 2 * uuidBytes)),
    };
  });
}

const uuidAt = (packed: Buffer, start: number): string =>
  packed.toString('hex', start, start + uuidBytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
