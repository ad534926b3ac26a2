/** A file as `prepareUpload` of `cdk-govuk-notify/notify` makes it ready to be a value of a personalisation. */
export interface PreparedFile {
  /** The file in base64. */
  readonly file: string;
  /**
   * The name that it is downloaded as.
   *
   * @default - Notify makes one up
   */
  readonly filename?: string | null | undefined;
  /**
   * Whether the recipient must give their email address first.
   *
   * @default true
   */
  readonly confirm_email_before_download?: boolean | null | undefined;
  /**
   * How long it can be downloaded, such as `4 weeks`.
   *
   * @default 26 weeks
   */
  readonly retention_period?: string | null | undefined;
}

/**
 * The values for a template's placeholders, by name.
 * @see https://docs.notifications.service.gov.uk/node.html#send-an-email-arguments-personalisation-optional
 */
export interface PersonalisationToPublish {
  readonly [placeholder: string]:
    string | number | boolean | null | readonly (string | number | boolean | null)[] | PreparedFile | undefined;
}

/** What every message can have, besides its content. */
export interface PublishTerms {
  /**
   * Your own name for the message, up to 900 characters, without personal data. It need not be unique.
   *
   * @default - none
   */
  readonly reference?: string | undefined;
  /**
   * Two messages with the same key are one: name what the message is about, and you can publish it again without
   * being sent again. Up to 256 characters.
   * @default a random one, so that the publisher itself can try again
   */
  readonly idempotencyKey?: string | undefined;
  /**
   * It is not sent before this time: a date, or ISO 8601 with an offset.
   *
   * @default - it is sent at once
   */
  readonly sendAfter?: Date | string | undefined;
  /**
   * It is not sent from this time on: a date, or ISO 8601 with an offset, later than `sendAfter`.
   *
   * @default - it does not expire
   */
  readonly expiresAt?: Date | string | undefined;
  /**
   * Every event about the message has it: up to 1,024 bytes as JSON, without personal data.
   *
   * @default - none
   */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /**
   * `urgent` is for messages that must not wait behind a mailing, such as sign-in codes. It needs `urgentQueueUrl`.
   *
   * @default - not urgent
   */
  readonly priority?: 'urgent' | undefined;
}

interface FromTemplate extends PublishTerms {
  /** The template's id, a UUID. */
  readonly templateId: string;
}

/** What `sendEmail` takes. */
export interface EmailToPublish extends FromTemplate {
  /** The email address of the recipient. */
  readonly emailAddress: string;
  /**
   * The values for the template's placeholders.
   *
   * @default none, for a template without placeholders
   */
  readonly personalisation?: PersonalisationToPublish | undefined;
  /** The id of one of the service's reply-to addresses. @default the service's default reply-to address */
  readonly emailReplyToId?: string | undefined;
  /**
   * An `https` URL that unsubscribes the recipient when it gets an empty POST.
   *
   * @default - none
   */
  readonly oneClickUnsubscribeUrl?: string | undefined;
  /**
   * The names of placeholders that hold what the public typed. Notify removes links and markdown from their values, each of
   * which must be text.
   *
   * @default - none
   */
  readonly sanitiseContentFor?: readonly string[] | undefined;
}

/** What `sendSms` takes. */
export interface SmsToPublish extends FromTemplate {
  /** A UK or international number. */
  readonly phoneNumber: string;
  /**
   * The values for the template's placeholders.
   *
   * @default none, for a template without placeholders
   */
  readonly personalisation?: PersonalisationToPublish | undefined;
  /** The id of one of the service's text message senders. @default the service's default sender */
  readonly smsSenderId?: string | undefined;
}

/** What `sendLetter` takes. */
export interface LetterToPublish extends FromTemplate {
  /** It also holds the address: `address_line_1` and so on, at least 3 lines. */
  readonly personalisation: PersonalisationToPublish;
}

/** What `sendPrecompiledLetter` takes. */
export interface PrecompiledLetterToPublish extends PublishTerms {
  /** The PDF: its bytes, or a string that is base64 already. */
  readonly content: Uint8Array | string;
  /**
   * How fast the letter goes.
   *
   * @default 'second'
   */
  readonly postage?: 'first' | 'second' | 'economy' | undefined;
}

/** What `sendAll` takes many of. */
export type MessageToPublish =
  | ({ readonly type: 'email' } & EmailToPublish)
  | ({ readonly type: 'sms' } & SmsToPublish)
  | ({ readonly type: 'letter' } & LetterToPublish)
  | ({ readonly type: 'precompiled_letter' } & PrecompiledLetterToPublish);

/** A message that is on the queue. */
export interface Published {
  /** The id of its delivery: the key of its record in the pipeline's table, and in every event about it. */
  readonly deliveryId: string;
  /** The one given, or the one it got. Publishing it again under this one sends nothing twice. */
  readonly idempotencyKey: string;
}
