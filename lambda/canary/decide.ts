import type { DeliveryState } from '../../lib/contract/delivery';

/** As much of a record as says how far a canary has come. */
export interface CanaryRecord {
  readonly state: DeliveryState;
  readonly notification_id?: string | undefined;
  readonly reason?: string | undefined;
}

/** How it went with a canary. */
export type CanaryOutcome = 'on time' | 'late' | 'not sent' | 'stopped';

/** What is known of a canary besides its record. */
export interface Watch {
  /** Whether its time is over. */
  readonly isLate: boolean;
  /** Whether nobody wants to know any more. */
  readonly isStopped: boolean;
}

/** The states in which no message is given to Notify any more. */
const notSent: ReadonlySet<DeliveryState> = new Set(['failed', 'rejected', 'expired', 'cancelled']);

/** How it went with a canary, by its record if there is one. `undefined`: it is on its way. */
export function decide(record: CanaryRecord | undefined, { isLate, isStopped }: Watch): CanaryOutcome | undefined {
  if (record?.notification_id !== undefined) return isLate ? 'late' : 'on time';
  if (record && notSent.has(record.state)) return 'not sent';
  if (isLate) return 'late';
  return isStopped ? 'stopped' : undefined;
}
