import type { Due } from '../lifecycle/agenda';
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
export type StoredPersonalisation = Readonly<Record<string, unknown>>;

/** Where a message comes from: the same object for every message of one template and type of key. */
export interface Origin {
  readonly service: CompleteService;
  readonly keyType: KeyType;
  readonly type: Channel;
  /** Null for a precompiled letter. */
  readonly template: CompleteTemplate | null;
  readonly version: CompleteTemplateVersion | null;
}

/** What most messages have in common. */
export interface Details {
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
}

/** The details of an email, or of a text within the UK. */
export const ordinary: Details = {
  postage: null,
  unsubscribeUrl: null,
  rateMultiplier: 1,
  international: false,
  reportsDelivery: true,
  pages: 0,
  pdf: null,
  createdByName: null,
  fromJob: false,
};

/**
 * One message as it is stored: lean, because there may be a million. Its text is not stored, because template and
 * personalisation give it again.
 */
export class StoredNotification {
  /** Microseconds since the epoch; 0 while there has been no change. */
  updatedAt = 0;
  /** Microseconds since the epoch; 0 until it is given to a provider, and for good for a letter of a test key. */
  sentAt = 0;
  /** Its next change of status. */
  due: Due | null = null;

  constructor(
    readonly id: string,
    readonly origin: Origin,
    readonly details: Details,
    readonly personalisation: StoredPersonalisation | null,
    readonly reference: string | null,
    /** As sent, trimmed; empty for a letter. */
    readonly recipient: string,
    public status: RawStatus,
    /** Microseconds since the epoch, and no two alike: lists are ordered by it. */
    readonly createdAt: number,
  ) {}

  get service(): CompleteService {
    return this.origin.service;
  }

  get keyType(): KeyType {
    return this.origin.keyType;
  }

  get type(): Channel {
    return this.origin.type;
  }

  get template(): CompleteTemplate | null {
    return this.origin.template;
  }

  get version(): CompleteTemplateVersion | null {
    return this.origin.version;
  }
}

/** `YYYY-MM-DDTHH:MM:SS.ffffffZ` */
export function writeDate(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = String(microseconds - milliseconds * 1000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`;
}
