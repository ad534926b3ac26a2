import type { FailureKind } from './errors';

/** What an error says about the message whose sending it ended, and about another try. */
export interface ErrorOutcome {
  /** Whether the same call may succeed after a short wait (seconds to minutes) with nothing else changed. */
  readonly retryable: boolean;
  /** `no`: Notify certainly has not taken the message. `unknown`: it may have. */
  readonly sent: 'no' | 'unknown';
}

/** One kind of error: where it comes from, what follows from it, and what it is known to say. */
export interface KnownError {
  /** The status of Notify's answer, all of its hundred, or what happened instead of an answer. */
  readonly kind: number | '4xx' | '5xx' | FailureKind;
  /** Notify's class of error; `*` for any. */
  readonly error: string;
  /** What follows from it. */
  readonly outcome: ErrorOutcome;
  /**
   * If the class does not say enough: the fixed part of each text it comes with. They name the error to a reader; nothing
   * is decided by them.
   */
  readonly says: readonly string[];
}

const refused: ErrorOutcome = { retryable: false, sent: 'no' };
const again: ErrorOutcome = { retryable: true, sent: 'no' };
const unknown: ErrorOutcome = { retryable: true, sent: 'unknown' };
export const unsettled: ErrorOutcome = { retryable: false, sent: 'unknown' };

const row = (
  kind: KnownError['kind'],
  error: string,
  outcome: ErrorOutcome,
  ...says: readonly string[]
): KnownError => ({
  kind,
  error,
  outcome,
  says,
});

/**
 * Every error that Notify documents or is known to answer, and every way in which no answer comes. The first row that
 * fits counts: particular ones stand before the general.
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#send-an-email-error-codes
 *
 * @example
 * const retryable = knownErrors.filter(({ outcome }) => outcome.retryable);
 */
export const knownErrors: readonly KnownError[] = [
  row(
    400,
    'BadRequestError',
    refused,
    'team-only API key',
    'in trial mode',
    'to international mobile',
    'Service is not allowed to send',
    'Template not found',
    'Template has been deleted',
    'template is not suitable',
    'Missing personalisation',
    'message is empty',
    'message is too long',
    'send a file by email',
    'sms_sender_id',
    'email_reply_to_id',
    'Invalid JSON',
    'invalid base64',
    'not a valid PDF',
    'Send files by email',
    'not base64 encoded',
    'must not be empty',
    'file size limit',
    'virus scan',
    'longer than 100 characters',
    'Unsupported file type',
    'is not a letter',
    'PDF not available for letters in',
  ),
  row(
    400,
    'ValidationError',
    refused,
    'usable QR code',
    'is a required property',
    'is not a valid UUID',
    'is not of type',
    'is not one of',
    'is too long',
    'Additional properties',
    'is not a valid https url',
    'Not a valid email address',
    'Not enough digits',
    'Too many digits',
    'Must not contain letters or symbols',
    'Not a valid country prefix',
    'Number is not valid',
    'Not a UK mobile number',
    'at least 3 lines',
    'no more than 7 lines',
    'first 2 lines',
    'BFPO address',
    'or another country',
    'Must be a real UK postcode',
    'must not start with',
    'real address',
    'invalid. It must be either',
    'Unsupported value',
    'is_csv',
    'end with a file extension',
  ),
  row(400, 'InvalidPhoneError', refused),
  row(400, 'PDFNotReadyError', again),
  row(401, 'AuthError', refused, 'token must be provided', 'bearer scheme must be used'),
  row(401, 'error', refused, 'perform this action'),
  row(
    403,
    'AuthError',
    refused,
    'system clock must be accurate',
    'API key not found',
    'API key revoked',
    'token matches the example',
    'iss field',
    'not the right data type',
    'service not found',
    'has no API keys',
    'service is archived',
    'not HS256',
  ),
  row(403, 'BadRequestError', refused, 'Cannot send letters'),
  row(404, 'NoResultFound', refused),
  row(404, 'DataError', refused),
  row(404, 'error', refused, 'requested URL was not found'),
  row(405, 'error', refused, 'method is not allowed'),
  row(429, 'RateLimitError', again),
  // The limit is for the day, until midnight UTC: a short wait does not help.
  row(429, 'TooManyRequestsError', refused),
  row('4xx', '*', refused),
  // Notify may have stored the message all the same: of letters this is known.
  row('5xx', '*', unknown, 'Internal server error', 'Timeout serving request'),
  row('unexpected answer', '*', unknown),
  row('not connected', '*', again),
  row('connection lost', '*', unknown),
  row('timed out before sending', '*', again),
  row('timed out', '*', unknown),
  row('aborted before sending', '*', refused),
  row('aborted', '*', unsettled),
  row('refused here', '*', refused, 'file is larger than 2MB'),
];

/** What follows from an error of this kind. */
export function outcomeOf(circumstance: number | FailureKind, error: string): ErrorOutcome {
  const hundred = typeof circumstance === 'number' && (circumstance < 500 ? '4xx' : '5xx');
  return (
    knownErrors.find(
      (known) =>
        (known.kind === circumstance || known.kind === hundred) && (known.error === error || known.error === '*'),
    )?.outcome ?? unknown
  );
}

/** The part of a text that is always the same, so cannot be personal data. Undefined for a text not known. */
export function fixedPart(text: string): string | undefined {
  return knownErrors.flatMap((known) => known.says).find((fixed) => text.includes(fixed));
}
