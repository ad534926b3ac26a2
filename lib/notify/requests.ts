import type { NotificationStatusFilter, TemplateType } from './responses';

/** A file as `prepareUpload` makes it ready to be a value of a personalisation. */
export interface PreparedUpload {
  /** The file in base64. */
  readonly file: string;
  readonly filename: string | null;
  readonly confirm_email_before_download: boolean | null;
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
  readonly address_line_1?: string | undefined;
  readonly address_line_2?: string | undefined;
  readonly address_line_3?: string | undefined;
  readonly address_line_4?: string | undefined;
  readonly address_line_5?: string | undefined;
  readonly address_line_6?: string | undefined;
  /** When this key is there, `postcode` is not looked at. */
  readonly address_line_7?: string | undefined;
  readonly postcode?: string | undefined;
}

interface TemplateMessage {
  /** The template's id, a UUID. */
  readonly templateId: string;
  /**
   * Your own name for the message, at most 1,000 characters, without personal data. Notify does not make it unique.
   * Give each message a fresh one: it is the only way to find a message whose sending ended in an unknown outcome.
   */
  readonly reference?: string | undefined;
}

/** What `sendEmail` takes. */
export interface EmailMessage extends TemplateMessage {
  readonly emailAddress: string;
  /** @default none, for a template without placeholders */
  readonly personalisation?: Personalisation | undefined;
  /** The id of one of the service's reply-to addresses. @default the service's default reply-to address */
  readonly emailReplyToId?: string | undefined;
  /** An `https` URL that unsubscribes whoever it is for when it gets an empty POST. */
  readonly oneClickUnsubscribeUrl?: string | undefined;
  /** Names of placeholders filled with what the public typed: Notify takes links and markdown out of their values. */
  readonly sanitiseContentFor?: readonly string[] | undefined;
}

/** What `sendSms` takes. */
export interface SmsMessage extends TemplateMessage {
  /** A UK or international number. */
  readonly phoneNumber: string;
  /** @default none, for a template without placeholders */
  readonly personalisation?: Personalisation | undefined;
  /** The id of one of the service's text message senders. @default the service's default sender */
  readonly smsSenderId?: string | undefined;
}

/** What `sendLetter` takes. */
export interface LetterMessage extends TemplateMessage {
  readonly personalisation: LetterPersonalisation;
}

/** What `sendPrecompiledLetter` takes. */
export interface PrecompiledLetterMessage {
  /** Your own name for the letter, without personal data. Notify does not make it unique. */
  readonly reference: string;
  /** The PDF: its bytes, or a string that is base64 already. */
  readonly content: Uint8Array | string;
  /** @default 'second' */
  readonly postage?: 'first' | 'second' | 'economy' | undefined;
}

/** Which notifications `listNotifications` and `iterateNotifications` give. Left out, a filter lets all through. */
export interface NotificationFilters {
  readonly templateType?: TemplateType | readonly TemplateType[] | undefined;
  /** `failed`, `accepted` and `received` stand for several statuses. */
  readonly status?: NotificationStatusFilter | readonly NotificationStatusFilter[] | undefined;
  /** The exact reference, case-sensitive. */
  readonly reference?: string | undefined;
  /** Only those created before the notification with this id. An id Notify does not know gives an empty page. */
  readonly olderThan?: string | undefined;
  /** Also those sent by uploading a spreadsheet. @default false */
  readonly includeJobs?: boolean | undefined;
}

/** What every call takes beside its own arguments. */
export interface CallOptions {
  /** Ends the call with a `NotifyAbortedError`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole exchange. @default the client's `timeout` */
  readonly timeout?: number | undefined;
}
