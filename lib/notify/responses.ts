/** The channels that have templates. */
export type TemplateType = 'email' | 'sms' | 'letter';

/** How fast a letter goes. Notify sets `europe` and `rest-of-world` itself, from the address. */
export type Postage = 'first' | 'second' | 'economy' | 'europe' | 'rest-of-world';

/** @see https://docs.notifications.service.gov.uk/node.html#email-status-descriptions */
export type EmailStatus =
  'created' | 'sending' | 'delivered' | 'permanent-failure' | 'temporary-failure' | 'technical-failure';

/** `sent` is where a text to a country that reports no delivery ends; `pending` is not an end. */
export type SmsStatus = EmailStatus | 'pending' | 'sent';

/** `permanent-failure` is documented, but Notify does not set it any more. */
export type LetterStatus =
  | 'accepted'
  | 'received'
  | 'cancelled'
  | 'pending-virus-check'
  | 'virus-scan-failed'
  | 'validation-failed'
  | 'technical-failure'
  | 'permanent-failure';

export type NotificationStatus = EmailStatus | SmsStatus | LetterStatus;

/** What the `status` filter takes: every status, and `failed` for all the failures at once. */
export type NotificationStatusFilter = NotificationStatus | 'failed' | 'returned-letter';

/** The template, in the version that was used. */
export interface TemplateUsed {
  readonly id: string;
  readonly version: number;
  readonly uri: string;
}

interface SentMessage {
  /** The notification's id, a UUID. */
  readonly id: string;
  /** As you gave it. */
  readonly reference: string | null;
  readonly uri: string;
  readonly template: TemplateUsed;
  readonly scheduled_for: null;
}

/** Notify's answer to `sendEmail`. */
export interface SentEmail extends SentMessage {
  readonly content: {
    readonly subject: string;
    readonly body: string;
    readonly from_email: string;
    readonly one_click_unsubscribe_url: string | null;
  };
  /** By name of the personalisation: only the values that sanitising changed. */
  readonly sanitised_content: Readonly<Record<string, { readonly unsanitised: string; readonly sanitised: string }>>;
}

/** Notify's answer to `sendSms`. */
export interface SentSms extends SentMessage {
  /** `body` is without the service's name, which Notify may put in front. */
  readonly content: { readonly body: string; readonly from_number: string };
}

/** Notify's answer to `sendLetter`. */
export interface SentLetter extends SentMessage {
  /** `subject` is HTML-escaped, `body` is not. */
  readonly content: { readonly subject: string; readonly body: string };
}

/** Notify's answer to `sendPrecompiledLetter`. It does not say yet whether the PDF is good: the status will. */
export interface SentPrecompiledLetter {
  readonly id: string;
  readonly reference: string;
  readonly postage: 'first' | 'second' | 'economy';
}

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

/** What a text message cost: fragments × multiplier × rate. */
export interface SmsCostDetails {
  readonly billable_sms_fragments: number;
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

/** What a letter cost. */
export interface LetterCostDetails {
  readonly billable_sheets_of_paper: number;
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

/** Notify's links. `next` is there whenever the page has a row, even on the last page. */
export interface PageLinks {
  readonly current: string;
  readonly next?: string;
}

/** Up to 250 notifications, newest first. */
export interface NotificationPage {
  readonly notifications: readonly Notification[];
  readonly links: PageLinks;
}

interface TemplateOfAnyType {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** With its `((placeholders))`. */
  readonly body: string;
  /** The email address of whoever made this version. */
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string | null;
  /** The names of the placeholders. */
  readonly personalisation: Readonly<Record<string, { readonly required: true }>>;
}

interface OnlyLettersHave {
  readonly postage: null;
  readonly letter_contact_block: null;
}

/** Any template: look at `type` first. */
export type Template =
  | (TemplateOfAnyType & OnlyLettersHave & { readonly type: 'email'; readonly subject: string })
  | (TemplateOfAnyType & OnlyLettersHave & { readonly type: 'sms'; readonly subject: null })
  | (TemplateOfAnyType & {
      readonly type: 'letter';
      readonly subject: string;
      readonly postage: Postage;
      readonly letter_contact_block: string | null;
    });

/** All templates of a service, by name. */
export interface TemplateList {
  readonly templates: readonly Template[];
}

interface PreviewOfAnyType {
  /** The template's id. */
  readonly id: string;
  readonly version: number;
  readonly body: string;
}

/** A template filled in. Only an email has `html`. */
export type TemplatePreview =
  | (PreviewOfAnyType & {
      readonly type: 'email';
      readonly subject: string;
      readonly html: string;
      readonly postage: null;
    })
  | (PreviewOfAnyType & { readonly type: 'sms'; readonly subject: null; readonly html: null; readonly postage: null })
  | (PreviewOfAnyType & {
      readonly type: 'letter';
      readonly subject: string;
      readonly html: null;
      readonly postage: Postage;
    });

/** A text message that someone sent to the service. */
export interface ReceivedText {
  readonly id: string;
  readonly created_at: string;
  readonly service_id: string;
  /** The service's own number. */
  readonly notify_number: string;
  /** The sender's number, such as `447700900123`. */
  readonly user_number: string;
  readonly content: string;
}

/** Up to 250 received texts, newest first. */
export interface ReceivedTextPage {
  readonly received_text_messages: readonly ReceivedText[];
  readonly links: PageLinks;
}
