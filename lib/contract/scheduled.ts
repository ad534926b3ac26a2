import type { Lane } from './lane';
import { iso } from './time';

/** The shape of the table of messages that wait for a time of their own, on which all agree who use it. */
export const scheduledTable = {
  partitionKey: 'due_in',
  sortKey: 'place',
  timeToLive: 'ttl',
  /** Into how many parts each minute is split: DynamoDB writes 1,000 items a second under one key. */
  shards: 4,
  /** How long an item is kept past its time that nobody has released, in days. A net only. */
  keptForDays: 30,
} as const;

/** What a scheduled message is released with: its lane or, if it is urgent, all that is. Urgent ones come first in a query. */
export const places = ['!urgent', 'email', 'sms', 'international_sms', 'letter'] as const;

export type Place = (typeof places)[number];

export const placeOf = (lane: Lane, isUrgent: boolean): Place => (isUrgent ? '!urgent' : lane);

/** Where in the table a delivery waits, as its record says it: `2026-03-02T09:00#3 email`. */
export type ScheduledSlot = `${string} ${Place}`;

/** The longest that SQS can delay a message, in milliseconds. What has to wait for no longer needs no table. */
export const longestDelay = 900_000;

/** The key of an item. */
export interface ScheduledKey {
  readonly due_in: string;
  readonly place: string;
}

/** The minute of a time in milliseconds, in UTC: `2026-03-02T09:00`. */
export const minuteOf = (time: number): string => iso(time).slice(0, 16);

export const slotOf = (deliveryId: string, place: Place, due: number): ScheduledSlot =>
  `${partition(minuteOf(due), shardOf(deliveryId))} ${place}`;

/** One part of a minute. */
export const partition = (minute: string, shard: number): string => `${minute}#${shard}`;

/** Where the message of a delivery is, by the slot that its record says. */
export function keyOfScheduled(deliveryId: string, slot: string): ScheduledKey {
  const [due_in = '', place] = slot.split(' ');
  return { due_in, place: `${place}#${deliveryId}` };
}

/** A UUIDv5 is as good as random to its last digit. */
const shardOf = (deliveryId: string): number => Number.parseInt(deliveryId.slice(-1), 16) % scheduledTable.shards;
