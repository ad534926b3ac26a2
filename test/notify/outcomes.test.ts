import {
  isDefinitelyNotSent,
  isRetryable,
  isOutcomeUnknown,
  knownErrors,
  MalformedApiKeyError,
  NotifyAbortedError,
  NotifyApiError,
  NotifyConnectionError,
  NotifyInputError,
  NotifyTimeoutError,
  NotifyUnexpectedAnswerError,
  prepareUpload,
} from '../../lib/notify';
import { answer, clientThatGets, refusal, rejection } from './answers';

const refused = { retryable: false, definitelyNotSent: true, unknown: false };
const again = { retryable: true, definitelyNotSent: true, unknown: false };
const unknown = { retryable: true, definitelyNotSent: false, unknown: true };
const unsettled = { retryable: false, definitelyNotSent: false, unknown: true };
type Verdict = typeof refused;

function verdictOn(error: unknown): Verdict {
  return {
    retryable: isRetryable(error),
    definitelyNotSent: isDefinitelyNotSent(error),
    unknown: isOutcomeUnknown(error),
  };
}

type Row = readonly [status: number, error: string, text: string, verdict: Verdict, named: string];

const trial = 'https://www.notifications.service.gov.uk/trial-mode';
const auth: readonly Row[] = [
  [403, 'AuthError', 'Error: Your system clock must be accurate to within 30 seconds', refused, 'system clock'],
  [403, 'AuthError', 'Invalid token: API key not found', refused, 'API key not found'],
];
const limits: readonly Row[] = [
  [
    429,
    'RateLimitError',
    'Exceeded rate limit for key type TEAM/TEST/LIVE of 3000 requests per 60 seconds',
    again,
    'RateLimitError',
  ],
  [429, 'TooManyRequestsError', 'Exceeded send limits (LIMIT NUMBER) for today', refused, 'TooManyRequestsError'],
];
const sending: readonly Row[] = [
  ...auth,
  ...limits,
  [500, 'Exception', 'Internal server error', unknown, 'Internal server error'],
];
const recipient: readonly Row[] = [
  [400, 'BadRequestError', "Can't send to this recipient using a team-only API key", refused, 'team-only API key'],
  [
    400,
    'BadRequestError',
    `Can't send to this recipient when service is in trial mode - see ${trial}`,
    refused,
    'trial mode',
  ],
];

/** The error tables of the official Python client's documentation, spelt as there. */
const documented: Readonly<Record<string, readonly Row[]>> = {
  'a text message': [...recipient, ...sending],
  'an email': [
    ...recipient,
    [
      400,
      'BadRequestError',
      "Unsupported file type '(FILE TYPE)'. Supported types are: '(ALLOWED TYPES)'",
      refused,
      'Unsupported file type',
    ],
    [400, 'BadRequestError', 'File did not pass the virus scan', refused, 'virus scan'],
    [
      400,
      'BadRequestError',
      'Send files by email has not been set up - add contact details for your service at https://www.notifications.service.gov.uk/services/(SERVICE ID)/service-settings/send-files-by-email',
      refused,
      'Send files by email',
    ],
    ...sending,
  ],
  'a letter': [
    [400, 'BadRequestError', 'Cannot send letters with a team api key', refused, 'BadRequestError'],
    [
      400,
      'BadRequestError',
      `Cannot send letters when service is in trial mode - see ${trial}`,
      refused,
      'in trial mode',
    ],
    [
      400,
      'ValidationError',
      'personalisation address_line_1 is a required property',
      refused,
      'is a required property',
    ],
    [400, 'ValidationError', 'Must be a real UK postcode', refused, 'Must be a real UK postcode'],
    [
      400,
      'ValidationError',
      'Last line of address must be a real UK postcode or another country',
      refused,
      'or another country',
    ],
    ...sending,
  ],
  'a precompiled letter': [
    [400, 'BadRequestError', 'Cannot send letters with a team api key', refused, 'Cannot send letters'],
    [400, 'BadRequestError', 'Letter content is not a valid PDF', refused, 'not a valid PDF'],
    [
      400,
      'BadRequestError',
      `Cannot send letters when service is in trial mode - see ${trial}`,
      refused,
      'in trial mode',
    ],
    [400, 'ValidationError', 'reference is a required property', refused, 'reference is a required property'],
    [
      400,
      'ValidationError',
      'postage invalid. It must be either first or second.',
      refused,
      'postage invalid. It must be either',
    ],
    [
      429,
      'RateLimitError',
      'Exceeded rate limit for key type live of 10 requests per 20 seconds',
      again,
      'RateLimitError',
    ],
    [429, 'TooManyRequestsError', 'Exceeded send limits (50) for today', refused, 'TooManyRequestsError'],
  ],
  'one notification': [
    [400, 'ValidationError', 'id is not a valid UUID', refused, 'id is not a valid UUID'],
    ...auth,
    [404, 'NoResultFound', 'No result found', refused, 'NoResultFound'],
  ],
  'a page of notifications': [
    [
      400,
      'ValidationError',
      'status ‘elephant’ is not one of [cancelled, created, sending, sent, delivered]',
      refused,
      'status is not one of',
    ],
    [400, 'ValidationError', '‘Apple’ is not one of [sms, email, letter]', refused, 'is not one of'],
  ],
  'the PDF of a letter': [
    [400, 'ValidationError', 'id is not a valid UUID', refused, 'id is not a valid UUID'],
    [400, 'PDFNotReadyError', 'PDF not available yet, try again later', again, 'PDFNotReadyError'],
    [400, 'BadRequestError', 'File did not pass the virus scan', refused, 'virus scan'],
    [
      400,
      'BadRequestError',
      'PDF not available for letters in technical-failure',
      refused,
      'PDF not available for letters in',
    ],
    [400, 'ValidationError', 'Notification is not a letter', refused, 'is not a letter'],
    ...auth,
    [404, 'NoResultFound', 'No result found', refused, 'NoResultFound'],
  ],
  'a template': [...auth, [404, 'NoResultFound', 'No Result Found', refused, 'NoResultFound']],
  'a version of a template': [...auth, [404, 'NoResultFound', 'No Result Found', refused, 'NoResultFound']],
  'a preview': [
    [400, 'BadRequestError', 'Missing personalisation: [PERSONALISATION FIELD]', refused, 'Missing personalisation'],
    [400, 'NoResultFound', 'No result found', refused, 'NoResultFound'],
    ...auth,
  ],
  'received texts': auth,
};

const apiTokenPage = 'https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header';
const id = '8e222534-7f05-4972-86e3-17c5d9f894e2';

/** What the server is known to answer beside, or in other words. */
const answered: readonly Row[] = [
  [400, 'BadRequestError', 'Can’t send to this recipient using a team-only API key', refused, 'team-only API key'],
  [
    400,
    'BadRequestError',
    `Can’t send to this recipient when service is in trial mode – see ${trial}`,
    refused,
    'in trial mode',
  ],
  [400, 'BadRequestError', 'Cannot send to international mobile numbers', refused, 'to international mobile'],
  [400, 'BadRequestError', 'Service is not allowed to send text messages', refused, 'Service is not allowed to send'],
  [400, 'BadRequestError', 'Template not found', refused, 'Template not found'],
  [400, 'BadRequestError', 'Template has been deleted', refused, 'Template has been deleted'],
  [400, 'BadRequestError', 'email template is not suitable for sms notification', refused, 'template is not suitable'],
  [400, 'BadRequestError', 'Missing personalisation: Ref No, name', refused, 'Missing personalisation'],
  [400, 'BadRequestError', 'Your message is empty.', refused, 'message is empty'],
  [
    400,
    'BadRequestError',
    'Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 2000001 bytes.',
    refused,
    'message is too long',
  ],
  [400, 'BadRequestError', 'Can only send a file by email', refused, 'send a file by email'],
  [
    400,
    'BadRequestError',
    `sms_sender_id ${id} does not exist in database for service id ${id}`,
    refused,
    'sms_sender_id',
  ],
  [
    400,
    'BadRequestError',
    `email_reply_to_id ${id} does not exist in database for service id ${id}`,
    refused,
    'email_reply_to_id',
  ],
  [400, 'BadRequestError', 'Invalid JSON supplied in POST data', refused, 'Invalid JSON'],
  [400, 'BadRequestError', 'Cannot decode letter content (invalid base64 encoding)', refused, 'invalid base64'],
  [400, 'BadRequestError', 'Document is not base64 encoded', refused, 'not base64 encoded'],
  [400, 'BadRequestError', 'Document must not be empty', refused, 'must not be empty'],
  [400, 'BadRequestError', 'Uploaded file exceeds file size limit', refused, 'file size limit'],
  [400, 'BadRequestError', '`filename` cannot be longer than 100 characters', refused, 'longer than 100 characters'],
  [400, 'BadRequestError', 'Notification is not a letter', refused, 'is not a letter'],
  [
    400,
    'BadRequestError',
    'PDF not available for letters in status technical-failure',
    refused,
    'PDF not available for letters in',
  ],
  [400, 'ValidationError', 'phone_number is a required property', refused, 'phone_number is a required property'],
  [400, 'ValidationError', 'notification_id is not a valid UUID', refused, 'notification_id is not a valid UUID'],
  [400, 'ValidationError', 'email_address 5 is not of type string', refused, 'email_address is not of type'],
  [400, 'ValidationError', '[1] is not of type object', refused, 'is not of type'],
  [
    400,
    'ValidationError',
    'template_type Apple is not one of [sms, email, letter]',
    refused,
    'template_type is not one of',
  ],
  [400, 'ValidationError', 'reference aaaa is too long', refused, 'reference is too long'],
  [
    400,
    'ValidationError',
    'Additional properties are not allowed (foo was unexpected)',
    refused,
    'Additional properties',
  ],
  [
    400,
    'ValidationError',
    'one_click_unsubscribe_url is not a valid https url',
    refused,
    'one_click_unsubscribe_url is not a valid https url',
  ],
  [
    400,
    'ValidationError',
    'email_address Not a valid email address',
    refused,
    'email_address Not a valid email address',
  ],
  [400, 'ValidationError', 'phone_number Not enough digits', refused, 'phone_number Not enough digits'],
  [400, 'ValidationError', 'phone_number Too many digits', refused, 'phone_number Too many digits'],
  [
    400,
    'ValidationError',
    'phone_number Must not contain letters or symbols',
    refused,
    'phone_number Must not contain letters or symbols',
  ],
  [
    400,
    'ValidationError',
    'phone_number Not a valid country prefix',
    refused,
    'phone_number Not a valid country prefix',
  ],
  [
    400,
    'ValidationError',
    'phone_number Number is not valid – double check the phone number you entered',
    refused,
    'phone_number Number is not valid',
  ],
  [400, 'ValidationError', 'phone_number Not a UK mobile number', refused, 'phone_number Not a UK mobile number'],
  [400, 'ValidationError', 'Address must be at least 3 lines', refused, 'at least 3 lines'],
  [400, 'ValidationError', 'Address must be no more than 7 lines', refused, 'no more than 7 lines'],
  [
    400,
    'ValidationError',
    'The first 2 lines of the address must both include at least one alphanumeric character',
    refused,
    'first 2 lines',
  ],
  [400, 'ValidationError', 'The last line of a BFPO address must not be a country.', refused, 'BFPO address'],
  [
    400,
    'ValidationError',
    'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >',
    refused,
    'must not start with',
  ],
  [400, 'ValidationError', 'Must be a real address', refused, 'real address'],
  [400, 'ValidationError', 'Cannot create a usable QR code - the link is too long', refused, 'usable QR code'],
  [
    400,
    'ValidationError',
    'postage invalid. It must be either first, second or economy.',
    refused,
    'postage invalid. It must be either',
  ],
  [400, 'ValidationError', 'scheduled_for datetime can not be in the past', refused, 'scheduled_for'],
  [
    400,
    'ValidationError',
    'retention_period Unsupported value for retention_period: 79 weeks. Supported periods are from 1 to 78 weeks.',
    refused,
    'retention_period Unsupported value',
  ],
  [400, 'ValidationError', 'Do not set a value for `is_csv` if `filename` is set.', refused, 'is_csv'],
  [
    400,
    'ValidationError',
    'filename `filename` must end with a file extension. For example, filename.csv',
    refused,
    'filename end with a file extension',
  ],
  [400, 'InvalidPhoneError', 'Not a UK mobile number', refused, 'InvalidPhoneError Not a UK mobile number'],
  [401, 'AuthError', 'Unauthorized: authentication token must be provided', refused, 'token must be provided'],
  [401, 'AuthError', 'Unauthorized: authentication bearer scheme must be used', refused, 'bearer scheme must be used'],
  [
    403,
    'AuthError',
    `Invalid token: make sure your API token matches the example at ${apiTokenPage}`,
    refused,
    'token matches the example',
  ],
  [403, 'AuthError', 'Invalid token: iss field not provided', refused, 'iss field'],
  [403, 'AuthError', 'Invalid token: service id is not the right data type', refused, 'not the right data type'],
  [403, 'AuthError', 'Invalid token: service not found', refused, 'service not found'],
  [403, 'AuthError', 'Invalid token: service has no API keys', refused, 'has no API keys'],
  [403, 'AuthError', 'Invalid token: service is archived', refused, 'service is archived'],
  [403, 'AuthError', 'Invalid token: algorithm used is not HS256', refused, 'not HS256'],
  [403, 'AuthError', 'Invalid token: API key revoked', refused, 'API key revoked'],
  [403, 'BadRequestError', 'Cannot send letters with a team api key', refused, 'Cannot send letters'],
  [403, 'BadRequestError', 'Cannot send letters when service is in trial mode', refused, 'in trial mode'],
  [404, 'DataError', 'No result found', refused, 'DataError'],
  [429, 'TooManyRequestsError', 'Exceeded send limits (sms: 250000) for today', refused, 'TooManyRequestsError'],
  [500, 'KeyError', 'Internal server error', unknown, 'KeyError Internal server error'],
  [503, 'SomethingNew', 'Out of order', unknown, 'SomethingNew'],
  [504, 'SoftEventletTimeout', 'Timeout serving request', unknown, 'Timeout serving request'],
  [504, 'HardEventletTimeout', 'Timeout serving request', unknown, 'Timeout serving request'],
  [400, 'SomethingNew', 'No', refused, 'SomethingNew'],
];

const sms = { templateId: id, phoneNumber: '07700 900123' };
const everyRow = [...Object.values(documented).flat(), ...answered];

async function errorFor(status: number, error: string, text: string): Promise<Error> {
  return rejection(clientThatGets([refusal(status, error, text)]).client.sendSms(sms));
}

describe.each(Object.entries(documented))('documented errors of %s', (_, rows) => {
  it.each(rows)(
    'error %i %s is classified, and its message names it: %s',
    async (status, kind, text, verdict, named) => {
      const error = await errorFor(status, kind, text);
      expect(error).toMatchObject({ status, details: [{ error: kind, message: text }] });
      expect(verdictOn(error)).toEqual(verdict);
      expect(error.message).toContain(named);
    },
  );
});

describe('other errors of Notify', () => {
  it.each(answered)(
    'error %i %s is classified, and its message names it: %s',
    async (status, kind, text, verdict, named) => {
      const error = await errorFor(status, kind, text);
      expect(verdictOn(error)).toEqual(verdict);
      expect(error.message).toContain(named);
    },
  );

  it.each([
    [401, 'Unauthorized: not allowed to perform this action', 'perform this action'],
    [
      404,
      'The requested URL was not found on the server. If you entered the URL manually please check.',
      'URL was not found',
    ],
    [405, 'The method is not allowed for the requested URL.', 'method is not allowed'],
  ])(
    'error %i from outside Notify’s own paths is classified, and its message names it: %s',
    async (status, text, named) => {
      const { client } = clientThatGets([answer(status, { result: 'error', message: text })]);
      const error = await rejection(client.sendSms(sms));
      expect(error).toMatchObject({ status, details: [{ error: 'error', message: text }] });
      expect(verdictOn(error)).toEqual(refused);
      expect(error.message).toContain(named);
    },
  );
});

describe('errors without an answer from Notify', () => {
  const page = { status: 502, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>') };
  const interruptions: readonly (readonly [string, Error, Verdict])[] = [
    ['an edge’s page', new NotifyUnexpectedAnswerError(page), unknown],
    ['no connection', new NotifyConnectionError({ code: 'ECONNREFUSED', mayHaveArrived: false }), again],
    ['a lost connection', new NotifyConnectionError({ code: 'ECONNRESET', mayHaveArrived: true }), unknown],
    ['a time-out before anything left', new NotifyTimeoutError({ timeout: 10, mayHaveArrived: false }), again],
    ['a time-out', new NotifyTimeoutError({ timeout: 10, mayHaveArrived: true }), unknown],
    ['an abort before anything left', new NotifyAbortedError({ mayHaveArrived: false }), refused],
    ['an abort', new NotifyAbortedError({ mayHaveArrived: true }), unsettled],
    ['a refusal of ours', new NotifyInputError('no'), refused],
    ['a malformed key', new MalformedApiKeyError('no'), refused],
    ['an error of another making', new TypeError('x is not a function'), unsettled],
  ];

  it.each(interruptions)('the class of failure is known for %s', (_, error, verdict) => {
    expect(verdictOn(error)).toEqual(verdict);
  });

  it('a thrown value that is no error leaves the outcome unknown', () => {
    expect(verdictOn('a string')).toEqual(unsettled);
  });

  it('the documented ValueError, File is larger than 2MB, is thrown before anything is sent', async () => {
    const error = await rejection((async () => prepareUpload(Buffer.alloc(2 * 1024 * 1024 + 1)))());
    expect(error.message).toMatch(/file is larger than 2MB/i);
    expect(verdictOn(error)).toEqual(refused);
  });
});

describe('known errors', () => {
  it('has one row for each kind and class, so that no text decides anything', () => {
    const keys = knownErrors.map((known) => `${known.kind} ${known.error}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('the table names only texts that these tests have shown Notify to use', () => {
    const texts = [
      ...everyRow.map(([, , text]) => text),
      'Unauthorized: not allowed to perform this action',
      'The requested URL was not found on the server.',
      'The method is not allowed for the requested URL.',
      'file is larger than 2MB',
    ];
    const unshown = knownErrors.flatMap((known) => known.says).filter((said) => !texts.some((t) => t.includes(said)));
    expect(unshown).toEqual([]);
  });

  it('the first entry decides when several fields are wrong', () => {
    const errors = [
      { error: 'ValidationError', message: 'phone_number is a required property' },
      { error: 'ValidationError', message: 'template_id is not a valid UUID' },
    ];
    const error = new NotifyApiError(400, errors);
    expect(verdictOn(error)).toEqual(refused);
    expect(error.message).toBe(
      '400: ValidationError phone_number is a required property; ValidationError template_id is not a valid UUID',
    );
  });
});
