import type { TemplateUsed } from './template';

interface SentMessage {
  /** The notification's id, a UUID. */
  readonly id: string;
  /** As you gave it. */
  readonly reference: string | null;
  /** The notification's address in Notify's API. */
  readonly uri: string;
  /** The template, in the version that Notify used. */
  readonly template: TemplateUsed;
  /** Always `null`: Notify's API does not schedule. */
  readonly scheduled_for: null;
}

/**
 * Notify's answer to `sendEmail`.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-an-email
 */
export interface SentEmail extends SentMessage {
  /** The email as Notify filled it in. */
  readonly content: {
    readonly subject: string;
    readonly body: string;
    readonly from_email: string;
    readonly one_click_unsubscribe_url: string | null;
  };
  /** By name of the personalisation: only the values that sanitising changed. */
  readonly sanitised_content: Readonly<Record<string, { readonly unsanitised: string; readonly sanitised: string }>>;
}

/**
 * Notify's answer to `sendSms`.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-text-message
 */
export interface SentSms extends SentMessage {
  /** `body` is without the service's name, which Notify may put in front. */
  readonly content: { readonly body: string; readonly from_number: string };
}

/**
 * Notify's answer to `sendLetter`.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-letter
 */
export interface SentLetter extends SentMessage {
  /** `subject` is HTML-escaped, `body` is not. */
  readonly content: { readonly subject: string; readonly body: string };
}

/**
 * Notify's answer to `sendPrecompiledLetter`. It does not say yet whether the PDF is good: the status will.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-precompiled-letter
 */
export interface SentPrecompiledLetter {
  /** The notification's id, a UUID. */
  readonly id: string;
  /** As you gave it. */
  readonly reference: string;
  /** How it is posted. */
  readonly postage: 'first' | 'second' | 'economy';
}
