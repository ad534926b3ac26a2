import { missingPersonalisation } from './missing-personalisation';
import { MalformedApiKeyError, NotifyApiError, NotifyError } from '../../../lib/notify';

/** Why a message was not taken, or that nobody knows whether it was. */
export type NotifyFailure =
  /** Notify says no for good: the message itself is wrong. `mayChange`: what it misses may be there some time. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly mayChange: boolean }
  /**
   * Notify says no for a condition of the service or the key. `ofRecipients`: for recipients that are not of the team,
   * which is how it is meant with a team key.
   */
  | { readonly kind: 'not allowed'; readonly reason: string; readonly ofRecipients: boolean }
  /** The key is refused, or there is none to be had. */
  | { readonly kind: 'key refused'; readonly reason: string }
  /** Notify's rate limit: it wants a pause. */
  | { readonly kind: 'rate limited' }
  /** Notify's daily limit, for the channel or for international text messages alone. */
  | { readonly kind: 'daily limit'; readonly internationalOnly: boolean }
  /** Notify may have it. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** A token is good for 30 seconds. After so many milliseconds a request may have waited until it was not any more. */
const tokenGrowsOld = 25_000;

/**
 * The table of answers: what an error of the Notify core says of the message. What Notify says nowhere else is read from
 * its texts: which daily limit is spent, and what may change without the message.
 *
 * @param took how long the request took, in milliseconds
 */
export function classifyNotifyError(error: unknown, took: number): NotifyFailure {
  if (error instanceof MalformedApiKeyError) return { kind: 'key refused', reason: error.message };
  if (!(error instanceof NotifyApiError)) {
    return { kind: 'unknown', reason: error instanceof NotifyError ? error.message : 'no answer' };
  }
  const [first] = error.details;
  switch (first?.error) {
    case 'AuthError':
      return took >= tokenGrowsOld && first.message.includes('clock')
        ? { kind: 'unknown', reason: `Notify looked at it after ${Math.round(took / 1000)} seconds` }
        : { kind: 'key refused', reason: error.message };
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
  if (!aboutTheMessage) return { kind: 'unknown', reason: error.message };
  const reason = reasonFor(error);
  const text = first?.error === 'BadRequestError' ? first.message : '';
  if (ofTheTeam.test(text)) return { kind: 'not allowed', reason, ofRecipients: true };
  if (ofTheService.test(text)) return { kind: 'not allowed', reason, ofRecipients: false };
  return { kind: 'rejected', reason, mayChange: mayChange.test(text) };
}

/** With a team key, and in trial mode. The documentation and the server have different apostrophes. */
const ofTheTeam = /^(Can(not|.t) send to this recipient |Cannot send letters with a team )/;
const ofTheService = /^(Service is not allowed to send |Cannot send letters )/;
/** A template, a sender or a permission may be put back. */
const mayChange =
  /^(Template not found|Template has been deleted|Cannot send to international |(sms_sender|email_reply_to)_id )/;

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
