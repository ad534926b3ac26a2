import type { TemplateUsed } from './template';

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
