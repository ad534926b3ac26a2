import { missingPersonalisation } from './missing-personalisation';
import { MalformedApiKeyError, NotifyApiError, NotifyError, NotifyUnexpectedAnswerError } from '../../../lib/notify';

/** Why a message was not taken, or that nobody knows whether it was. */
export type NotifyFailure =
  /** Notify says no for good: the message itself is wrong. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The key is refused, or there is none to be had. */
  | { readonly kind: 'key refused'; readonly reason: string }
  /** Notify's rate limit: it wants a pause. */
  | { readonly kind: 'rate limited' }
  /** Notify's daily limit, for the channel or for international text messages alone. */
  | { readonly kind: 'daily limit'; readonly internationalOnly: boolean }
  /**
   * Notify may have it. `counts`: it was Notify itself that failed on this message. `suspect`: something in the message
   * may have brought it about, so it says little of how Notify is.
   */
  | { readonly kind: 'unknown'; readonly reason: string; readonly counts: boolean; readonly suspect: boolean };

/**
 * The table of answers: what an error of the Notify core says of the message. Nothing is decided by a text but which of
 * the daily limits is spent, which Notify says nowhere else.
 */
export function classifyNotifyError(error: unknown): NotifyFailure {
  if (error instanceof MalformedApiKeyError) return { kind: 'key refused', reason: error.message };
  if (!(error instanceof NotifyApiError)) {
    const reason = error instanceof NotifyError ? error.message : 'no answer';
    const suspect = error instanceof NotifyUnexpectedAnswerError && isSuspect(error.status);
    return { kind: 'unknown', reason, counts: false, suspect };
  }
  const [first] = error.details;
  switch (first?.error) {
    case 'AuthError':
      return { kind: 'key refused', reason: error.message };
    case 'RateLimitError':
      return { kind: 'rate limited' };
    case 'TooManyRequestsError':
      return { kind: 'daily limit', internationalOnly: first.message.includes('international_sms') };
    default:
      break;
  }
  // Nothing but the way to Notify can be wrong with a path or a method, so it says nothing of the message. Nor does an
  // answer that names no class of error: it is not from the part of Notify that takes messages.
  const aboutTheMessage = (error.status === 400 || error.status === 403) && first?.error !== 'error';
  if (aboutTheMessage) return { kind: 'rejected', reason: reasonFor(error) };
  return { kind: 'unknown', reason: error.message, counts: error.status === 500, suspect: isSuspect(error.status) };
}

/** The statuses that an outage has are others. */
const isSuspect = (status: number): boolean => status === 500 || (status >= 400 && status < 500);

const id = '[\\da-f-]{1,36}';
const count = '\\d{1,9}';
/** Texts whose varying parts come from the template or the service, never from what was sent. */
const safeTexts = [
  `Your message is too long\\. [A-Z][a-z ]{1,40} longer than ${count} [a-z]{1,20}\\. Your message is ${count} [a-z ]{1,20}\\.`,
  'Service is not allowed to send (?:emails|text messages|letters|international text messages)',
  '(?:email|sms|letter) template is not suitable for (?:email|sms|letter) notification',
  `(?:sms_sender|email_reply_to)_id ${id} does not exist in database for service id ${id}`,
].map((text) => new RegExp(`^${text}$`));

function reasonFor(error: NotifyApiError): string {
  const [{ error: kind, message } = { error: '', message: '' }] = error.details;
  const text = safeTexts.some((safe) => safe.test(message)) ? message : missingPersonalisation(message);
  return text === undefined ? error.message : `Notify answered ${error.status}: ${kind}: ${text}`;
}
