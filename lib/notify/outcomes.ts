import { NotifyApiError } from './answer-errors';
import { NotifyError } from './errors';
import { outcomeOf, unsettled, type ErrorOutcome } from './known-errors';

function outcome(error: unknown): ErrorOutcome {
  // An error from elsewhere, such as your own code after the call, says nothing of the message.
  if (!(error instanceof NotifyError)) return unsettled;
  const kind = error instanceof NotifyApiError ? (error.details[0]?.error ?? '') : '';
  return outcomeOf(error.kind, kind);
}

/**
 * Whether the same call may succeed after a short wait (seconds to minutes), with nothing else changed. It does not
 * say that another try is safe: before sending again ask `isDefinitelyNotSent`. A daily limit that is spent is not
 * retryable, because it lasts until midnight UTC.
 *
 * @example
 * if (isRetryable(error) && isDefinitelyNotSent(error)) await sendAgainLater();
 *
 * @see https://docs.notifications.service.gov.uk/node.html#rate-limits
 */
export function isRetryable(error: unknown): boolean {
  return outcome(error).retryable;
}

/**
 * Whether it is certain that Notify has not taken the message whose sending threw this error.
 *
 * @example
 * if (isDefinitelyNotSent(error)) await markAsNotSent(message);
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-an-email-error-codes
 */
export function isDefinitelyNotSent(error: unknown): boolean {
  return outcome(error).sent === 'no';
}

/**
 * Whether Notify may have taken the message whose sending threw this error: the opposite of `isDefinitelyNotSent`.
 * Wait until at least 45 seconds after the request began, look the message up by its reference, and only if Notify
 * does not have it send it again, with the same reference. True for errors that are not of this package.
 *
 * @example
 * if (isOutcomeUnknown(error)) {
 *   const { notifications } = await notify.listNotifications({ reference }); // 45 seconds later
 *   if (notifications.length === 0) await notify.sendEmail(email);
 * }
 */
export function isOutcomeUnknown(error: unknown): boolean {
  return outcome(error).sent === 'unknown';
}
