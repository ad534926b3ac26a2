import type { RawStatus } from '../storage/notification';

/**
 * How a message is to end.
 *
 * - emails and texts: `delivered`, `temporary-failure`, `permanent-failure`; `technical-failure`, when Notify gives up
 *   sending and calls no callback URL; `unknown-provider-code`, the technical failure that it does report; `no report`,
 *   when the provider never says anything and the message fails temporarily after three days
 * - texts: `sent`, as to a country that reports no delivery
 * - letters: `delivered`, `returned-letter`, `cancelled`, `technical-failure`, `validation-failed`, `permanent-failure`,
 *   which Notify documents and never sets, and for precompiled ones `virus-scan-failed`
 * - all: `stuck`, which never leaves its first status
 */
export type Ending =
  | 'delivered'
  | 'sent'
  | 'temporary-failure'
  | 'permanent-failure'
  | 'technical-failure'
  | 'unknown-provider-code'
  | 'no report'
  | 'validation-failed'
  | 'virus-scan-failed'
  | 'cancelled'
  | 'returned-letter'
  | 'stuck';

export const endings: readonly Ending[] = [
  'delivered',
  'sent',
  'temporary-failure',
  'permanent-failure',
  'technical-failure',
  'unknown-provider-code',
  'no report',
  'validation-failed',
  'virus-scan-failed',
  'cancelled',
  'returned-letter',
  'stuck',
];

/** One change of status to come. */
export interface Step {
  /** Milliseconds after the message was created. */
  readonly after: number;
  readonly status: RawStatus;
  /** Whether Notify calls the service's URL for delivery receipts. */
  readonly receipt: boolean;
}
