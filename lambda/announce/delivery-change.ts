import type { Delivery } from '../../lib/contract/delivery';

/** A change of a delivery. */
export interface DeliveryChange {
  readonly before: Delivery | undefined;
  readonly after: Delivery;
}

/**
 * Something that follows from changes of deliveries. Answers to how many of them, from the first one on, it has seen: the
 * stream hands over the others again. It never throws.
 */
export type DeliveryChangeHandler = (changes: readonly DeliveryChange[]) => Promise<number>;

/** Whether Notify has just taken the message. */
export const isTaken = ({ before, after }: DeliveryChange): boolean =>
  after.notification_id !== undefined && before?.notification_id === undefined;
