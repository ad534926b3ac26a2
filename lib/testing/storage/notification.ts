import type { CompleteService, CompleteTemplate, CompleteTemplateVersion } from '../world/complete-world';
import type { Channel, KeyType, Postage } from '../world/world';

/** Every status Notify stores. What it shows differs for letters. */
export type RawStatus =
  | 'created'
  | 'sending'
  | 'sent'
  | 'pending'
  | 'delivered'
  | 'temporary-failure'
  | 'permanent-failure'
  | 'technical-failure'
  | 'pending-virus-check'
  | 'virus-scan-failed'
  | 'validation-failed'
  | 'cancelled'
  | 'returned-letter';

/** Whether a status is not followed by another; a delivered letter may still come back. */
export function hasEnded(status: RawStatus): boolean {
  return !['created', 'sending', 'sent', 'pending', 'pending-virus-check'].includes(status);
}

/** Whether Notify gives a status a time of completion. It does not for a letter that failed the virus scan. */
export function hasCompleted(status: RawStatus): boolean {
  return status === 'sent' || (hasEnded(status) && status !== 'virus-scan-failed');
}

/** Values for placeholders, by name. */
export type Personalisation = Readonly<Record<string, unknown>>;

/**
 * One message as it is stored: lean, for there may be a million. Its text is not kept, for template and
 * personalisation give it again.
 */
export interface Notification {
  readonly id: string;
  readonly service: CompleteService;
  readonly keyType: KeyType;
  readonly type: Channel;
  /** Null for a precompiled letter. */
  readonly template: CompleteTemplate | null;
  readonly version: CompleteTemplateVersion | null;
  readonly personalisation: Personalisation | null;
  readonly reference: string | null;
  /** As sent, trimmed; empty for a letter. */
  readonly recipient: string;
  readonly postage: Postage | null;
  readonly unsubscribeUrl: string | null;
  /** How many times the price of a UK text message one fragment costs. */
  readonly rateMultiplier: number;
  /** Whether a text ends as `sent` unless its country reports more. */
  readonly international: boolean;
  readonly reportsDelivery: boolean;
  /** Of a letter made from a template; of a precompiled one, counted in its PDF. */
  readonly pages: number;
  /** The content of a precompiled letter. */
  readonly pdf: Buffer | null;
  readonly createdByName: string | null;
  readonly fromJob: boolean;
  /** Microseconds since the epoch, and no two alike: lists are ordered by it. */
  readonly createdAt: number;
  status: RawStatus;
  /** Microseconds since the epoch; 0 while there has been no change, and for a letter of a test key. */
  updatedAt: number;
  sentAt: number;
}

/** `YYYY-MM-DDTHH:MM:SS.ffffffZ` */
export function writeDate(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = String(microseconds - milliseconds * 1000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`;
}
