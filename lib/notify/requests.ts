import type { NotificationStatusFilter, TemplateType } from './responses';

/**
 * A file as `prepareUpload` makes it ready to be a value of a personalisation.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-file-by-email
 */
export interface PreparedUpload {
  /** The file in base64. */
  readonly file: string;
  /** The name that it is downloaded as. `null`: Notify makes one up. */
  readonly filename: string | null;
  /** Whether the recipient must give their email address first. `null`: they must. */
  readonly confirm_email_before_download: boolean | null;
  /** How long it can be downloaded, such as `4 weeks`. `null`: 26 weeks. */
  readonly retention_period: string | null;
}

/**
 * A value for a placeholder. Numbers and booleans are written as Notify writes them (`true` becomes `True`); a list
 * becomes bullet points in the body of an email or letter and `a, b and c` elsewhere; `null` counts as missing.
 */
export type PersonalisationValue =
  string | number | boolean | null | readonly (string | number | boolean | null)[] | PreparedUpload;

/**
 * The values for a template's placeholders, by name. Notify ignores case, spaces, `_` and `-` in names, and names
 * that the template does not have.
 *
 * @example
 * const personalisation: Personalisation = { first_name: 'Amala', documents: ['passport', 'utility bill'] };
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-an-email-arguments-personalisation-optional
 */
export interface Personalisation {
  readonly [placeholder: string]: PersonalisationValue | undefined;
}

/**
 * A letter's personalisation also holds the address: at least 3 lines, the last a UK postcode or a country.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-letter-arguments-personalisation-required
 */
export interface LetterPersonalisation extends Personalisation {
  /**
   * The name of the person or organisation.
   *
   * @default - no such line
   */
  readonly address_line_1?: string | undefined;
  /**
   * The second line of the address.
   *
   * @default - no such line
   */
  readonly address_line_2?: string | undefined;
  /**
   * The third line of the address.
   *
   * @default - no such line
   */
  readonly address_line_3?: string | undefined;
  /**
   * The fourth line of the address.
   *
   * @default - no such line
   */
  readonly address_line_4?: string | undefined;
  /**
   * The fifth line of the address.
   *
   * @default - no such line
   */
  readonly address_line_5?: string | undefined;
  /**
   * The sixth line of the address.
   *
   * @default - no such line
   */
  readonly address_line_6?: string | undefined;
  /**
   * The last line of the address. If it is there, Notify does not look at `postcode`.
   *
   * @default - no such line
   */
  readonly address_line_7?: string | undefined;
  /**
   * The postcode, as the last line of the address.
   *
   * @default - no such line
   */
  readonly postcode?: string | undefined;
}

interface TemplateMessage {
  /** The template's id, a UUID. */
  readonly templateId: string;
  /**
   * Your own name for the message, at most 1,000 characters, without personal data. Notify does not make it unique.
   * Give each message a fresh one: it is the only way to find a message whose sending ended in an unknown outcome.
   *
   * @default - none
   */
  readonly reference?: string | undefined;
}

/**
 * What `sendEmail` takes.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-an-email
 */
export interface EmailMessage extends TemplateMessage {
  /** The email address of the recipient. */
  readonly emailAddress: string;
  /**
   * The values for the template's placeholders.
   *
   * @default none, for a template without placeholders
   */
  readonly personalisation?: Personalisation | undefined;
  /** The id of one of the service's reply-to addresses. @default the service's default reply-to address */
  readonly emailReplyToId?: string | undefined;
  /**
   * An `https` URL that unsubscribes the recipient when it gets an empty POST.
   *
   * @default - none
   */
  readonly oneClickUnsubscribeUrl?: string | undefined;
  /**
   * The names of placeholders that hold what the public typed. Notify removes links and markdown from their values.
   *
   * @default - none
   */
  readonly sanitiseContentFor?: readonly string[] | undefined;
}

/**
 * What `sendSms` takes.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-text-message
 */
export interface SmsMessage extends TemplateMessage {
  /** A UK or international number. */
  readonly phoneNumber: string;
  /**
   * The values for the template's placeholders.
   *
   * @default none, for a template without placeholders
   */
  readonly personalisation?: Personalisation | undefined;
  /** The id of one of the service's text message senders. @default the service's default sender */
  readonly smsSenderId?: string | undefined;
}

/**
 * What `sendLetter` takes.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-letter
 */
export interface LetterMessage extends TemplateMessage {
  /** The address, and the values for the template's placeholders. */
  readonly personalisation: LetterPersonalisation;
}

/**
 * What `sendPrecompiledLetter` takes.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-precompiled-letter
 */
export interface PrecompiledLetterMessage {
  /** Your own name for the letter, without personal data. Notify does not make it unique. */
  readonly reference: string;
  /** The PDF: its bytes, or a string that is base64 already. */
  readonly content: Uint8Array | string;
  /**
   * How fast the letter goes.
   *
   * @default 'second'
   */
  readonly postage?: 'first' | 'second' | 'economy' | undefined;
}

/**
 * Which notifications `listNotifications` and `iterateNotifications` give. Left out, a filter lets all through.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
 */
export interface NotificationFilters {
  /**
   * The channel, or several.
   *
   * @default - every channel
   */
  readonly templateType?: TemplateType | readonly TemplateType[] | undefined;
  /**
   * `failed`, `accepted` and `received` stand for several statuses.
   *
   * @default - every status
   */
  readonly status?: NotificationStatusFilter | readonly NotificationStatusFilter[] | undefined;
  /**
   * The exact reference, case-sensitive.
   *
   * @default - any
   */
  readonly reference?: string | undefined;
  /**
   * Only those created before the notification with this id. An id Notify does not know gives an empty page.
   *
   * @default - from the newest on
   */
  readonly olderThan?: string | undefined;
  /** Also those sent by uploading a spreadsheet. @default false */
  readonly includeJobs?: boolean | undefined;
}

/**
 * What every call takes beside its own arguments.
 *
 * @example
 * await notify.getNotification(id, { timeout: 5000 });
 * @see https://docs.notifications.service.gov.uk/node.html#set-up-the-client
 */
export interface CallOptions {
  /**
   * Aborts the call, which then rejects with a `NotifyAbortedError`.
   *
   * @default - none
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole exchange. @default the client's `timeout` */
  readonly timeout?: number | undefined;
}
