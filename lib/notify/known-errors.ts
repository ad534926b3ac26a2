import type { Mishap } from './errors';

/** What an error says about the message whose sending it ended, and about another try. */
export interface Outcome {
  /** Whether the same call may succeed after a short wait (seconds to minutes) with nothing else changed. */
  readonly retryable: boolean;
  /** `no`: Notify certainly has not taken the message. `unknown`: it may have. */
  readonly sent: 'no' | 'unknown';
}

/** One kind of error: where it comes from, what follows from it, and the texts it is known to come with. */
export interface KnownError {
  /** The status of Notify's answer, all of its hundred, or what happened instead of an answer. */
  readonly circumstance: number | '4xx' | '5xx' | Mishap;
  /** Notify's class of error; `*` for any. */
  readonly error: string;
  readonly outcome: Outcome;
  /** Texts, with what varies in braces. They name the error to a reader; nothing is decided by them. */
  readonly texts: readonly string[];
}

const refused: Outcome = { retryable: false, sent: 'no' };
const again: Outcome = { retryable: true, sent: 'no' };
const unknown: Outcome = { retryable: true, sent: 'unknown' };

const row = (
  circumstance: KnownError['circumstance'],
  error: string,
  outcome: Outcome,
  ...texts: readonly string[]
): KnownError => ({ circumstance, error, outcome, texts });

/**
 * Every error that Notify documents or is known to answer, and every way in which no answer comes. The first row that
 * fits counts: particular ones stand before the general.
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#send-an-email-error-codes
 */
export const knownErrors: readonly KnownError[] = [
  row(
    400,
    'BadRequestError',
    refused,
    'Can’t send to this recipient using a team-only API key',
    'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode',
    'Cannot send to international mobile numbers',
    'Service is not allowed to send {messages}',
    'Template not found',
    'Template has been deleted',
    '{type} template is not suitable for {type} notification',
    'Missing personalisation: {names}',
    'Your message is empty.',
    'Your message is too long. {limit}',
    'Can only send a file by email',
    'sms_sender_id {id} does not exist in database for service id {id}',
    'email_reply_to_id {id} does not exist in database for service id {id}',
    'Invalid JSON supplied in POST data',
    'Cannot decode letter content (invalid base64 encoding)',
    'Letter content is not a valid PDF',
    'Send files by email has not been set up - add contact details for your service at {page}',
    'Document is not base64 encoded',
    'Document must not be empty',
    'Uploaded file exceeds file size limit',
    'File did not pass the virus scan',
    '`filename` cannot be longer than 100 characters',
    'Unsupported file type {type}. Supported types are: {types}',
    'Notification is not a letter',
    'PDF not available for letters in {status}',
  ),
  row(
    400,
    'ValidationError',
    refused,
    '{field} is a required property',
    '{field} is not a valid UUID',
    '{field} {value} is not of type {type}',
    '{field} {value} is not one of [{values}]',
    '{field} {value} is too long',
    '{value} is not of type object',
    'Additional properties are not allowed ({names})',
    'one_click_unsubscribe_url is not a valid https url',
    'email_address Not a valid email address',
    'phone_number Not enough digits',
    'phone_number Too many digits',
    'phone_number Must not contain letters or symbols',
    'phone_number Not a valid country prefix',
    'phone_number Number is not valid – double check the phone number you entered',
    'phone_number Not a UK mobile number',
    'Address must be at least 3 lines',
    'Address must be no more than 7 lines',
    'The first 2 lines of the address must both include at least one alphanumeric character',
    'The last line of a BFPO address must not be a country.',
    'Last line of address must be a real UK postcode or another country',
    'Must be a real UK postcode',
    'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >',
    'Must be a real address',
    'Cannot create a usable QR code - the link is too long',
    'postage invalid. It must be either {classes}.',
    'scheduled_for datetime can not be in the past',
    'scheduled_for datetime can only be 24 hours in the future',
    'scheduled_for datetime format is invalid. {format}',
    '{field} Unsupported value for {field}: {value}. {supported}',
    'Do not set a value for `is_csv` if `filename` is set.',
    'filename `filename` must end with a file extension. For example, filename.csv',
  ),
  row(400, 'InvalidPhoneError', refused, 'Not a UK mobile number'),
  row(400, 'PDFNotReadyError', again, 'PDF not available yet, try again later'),
  row(
    401,
    'AuthError',
    refused,
    'Unauthorized: authentication token must be provided',
    'Unauthorized: authentication bearer scheme must be used',
  ),
  row(401, 'error', refused, 'Unauthorized: not allowed to perform this action'),
  row(
    403,
    'AuthError',
    refused,
    'Error: Your system clock must be accurate to within 30 seconds',
    'Invalid token: API key not found',
    'Invalid token: API key revoked',
    'Invalid token: make sure your API token matches the example at {page}',
    'Invalid token: iss field not provided',
    'Invalid token: service id is not the right data type',
    'Invalid token: service not found',
    'Invalid token: service has no API keys',
    'Invalid token: service is archived',
    'Invalid token: algorithm used is not HS256',
  ),
  row(
    403,
    'BadRequestError',
    refused,
    'Cannot send letters with a team api key',
    'Cannot send letters when service is in trial mode{link}',
  ),
  row(404, 'NoResultFound', refused, 'No result found'),
  row(404, 'DataError', refused, 'No result found'),
  row(404, 'error', refused, 'The requested URL was not found on the server. {advice}'),
  row(405, 'error', refused, 'The method is not allowed for the requested URL.'),
  row(
    429,
    'RateLimitError',
    again,
    'Exceeded rate limit for key type {type} of {limit} requests per {interval} seconds',
  ),
  // The limit is for the day, until midnight UTC: a short wait does not help.
  row(429, 'TooManyRequestsError', refused, 'Exceeded send limits ({limit}) for today'),
  row('4xx', '*', refused),
  // A letter may be stored all the same, and Notify promises nothing for the others.
  row(500, '*', unknown, 'Internal server error'),
  row(504, '*', unknown, 'Timeout serving request'),
  row('5xx', '*', unknown),
  row('unexpected answer', '*', unknown),
  row('not connected', '*', again),
  row('connection lost', '*', unknown),
  row('timed out before sending', '*', again),
  row('timed out', '*', unknown),
  row('aborted before sending', '*', refused),
  row('aborted', '*', { retryable: false, sent: 'unknown' }),
  row(
    'refused here',
    '*',
    refused,
    'file is larger than 2MB{size}',
    'filename has no extension{advice}',
    'the API key is malformed{advice}',
  ),
];

/** What follows from an error of this kind. */
export function outcomeOf(circumstance: number | Mishap, error: string): Outcome {
  const hundred = typeof circumstance === 'number' && (circumstance < 500 ? '4xx' : '5xx');
  const fits = (known: KnownError) =>
    (known.circumstance === circumstance || known.circumstance === hundred) &&
    (known.error === error || known.error === '*');
  return knownErrors.find(fits)?.outcome ?? unknown;
}

/** The text as the table has it, so without what varies, which may be personal data. Undefined for one it has not. */
export function knownText(message: string): string | undefined {
  return knownErrors.flatMap((known) => known.texts).find((text) => fits(text, message));
}

function fits(text: string, message: string): boolean {
  const parts = text.split(/\{\w+\}/);
  let from = 0;
  const inOrder = parts.every((part) => {
    const at = message.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
  return inOrder && message.startsWith(parts[0] ?? '') && message.endsWith(parts.at(-1) ?? '');
}
