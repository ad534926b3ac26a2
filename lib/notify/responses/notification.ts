import type { EmailStatus, LetterStatus, SmsStatus } from './statuses';
import type { Postage, TemplateUsed } from './template';

type NotPriced = { readonly is_cost_data_ready: false; readonly cost_in_pounds: null; readonly cost_details: Empty };
type Empty = Readonly<Record<string, never>>;
type Priced<Details> = {
  readonly is_cost_data_ready: true;
  readonly cost_in_pounds: number;
  readonly cost_details: Details;
};

interface NotificationOfAnyType {
  readonly id: string;
  readonly reference: string | null;
  readonly template: TemplateUsed;
  /** Filled in; `""` for a precompiled letter. */
  readonly body: string;
  /** Dates are `YYYY-MM-DDTHH:MM:SS.ffffffZ`, in UTC. */
  readonly created_at: string;
  /** Only for a message sent by hand on Notify's website. */
  readonly created_by_name: string | null;
  /** When Notify gave it to its provider. */
  readonly sent_at: string | null;
  readonly completed_at: string | null;
  readonly scheduled_for: null;
  readonly one_click_unsubscribe_url: string | null;
}

type NoAddress = Readonly<Record<'line_1' | 'line_2' | 'line_3' | 'line_4' | 'line_5' | 'line_6' | 'postcode', null>>;

/** An email that was sent. */
export type EmailNotification = NotificationOfAnyType &
  NoAddress &
  Priced<Empty> & {
    readonly type: 'email';
    readonly status: EmailStatus;
    readonly email_address: string;
    readonly phone_number: null;
    readonly subject: string;
    readonly postage: null;
  };

/**
 * What a text message cost: fragments × multiplier × rate.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
 */
export interface SmsCostDetails {
  /** How many fragments the text message has. */
  readonly billable_sms_fragments: number;
  /** How many times a fragment is charged: 1 for the UK. */
  readonly international_rate_multiplier: number;
  /** Pounds a fragment. */
  readonly sms_rate: number;
}

/** A text message that was sent. Its cost is there once Notify has counted its fragments. */
export type SmsNotification = NotificationOfAnyType &
  NoAddress &
  (Priced<SmsCostDetails> | NotPriced) & {
    readonly type: 'sms';
    readonly status: SmsStatus;
    readonly email_address: null;
    /** As you gave it, not normalised. */
    readonly phone_number: string;
    readonly subject: null;
    readonly postage: null;
  };

/**
 * What a letter cost.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
 */
export interface LetterCostDetails {
  /** How many sheets the letter has. */
  readonly billable_sheets_of_paper: number;
  /** How it was posted. */
  readonly postage: Postage;
}

/** A letter that was sent. Its cost is there once Notify has counted its sheets. */
export type LetterNotification = NotificationOfAnyType &
  (Priced<LetterCostDetails> | NotPriced) & {
    readonly type: 'letter';
    readonly status: LetterStatus;
    readonly email_address: null;
    readonly phone_number: null;
    /** `Provided as PDF` for a precompiled letter. */
    readonly line_1: string | null;
    readonly line_2: string | null;
    readonly line_3: string | null;
    readonly line_4: string | null;
    readonly line_5: string | null;
    readonly line_6: string | null;
    /** The personalisation of that name; an `address_line_7` is not given back. */
    readonly postcode: string | null;
    /** `Pre-compiled PDF` for a precompiled letter. */
    readonly subject: string;
    readonly postage: Postage;
    readonly estimated_delivery: string;
  };

/**
 * Any notification: look at `type` first.
 *
 * @example
 * if (notification.type === 'sms' && notification.is_cost_data_ready) {
 *   console.log(notification.cost_details.billable_sms_fragments);
 * }
 */
export type Notification = EmailNotification | SmsNotification | LetterNotification;

/**
 * Notify's links. `next` is there whenever the page has a row, even on the last page.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
 */
export interface PageLinks {
  /** The address of this page. */
  readonly current: string;
  /** The address of the next page. There if this page has a row. */
  readonly next?: string;
}

/**
 * Up to 250 notifications, newest first.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
 */
export interface NotificationPage {
  /** The notifications, newest first. */
  readonly notifications: readonly Notification[];
  /** The addresses of this page and the next. */
  readonly links: PageLinks;
}
