import {
  MalformedApiKeyError,
  NotifyApiError,
  NotifyConnectionError,
  NotifyTimeoutError,
  NotifyUnexpectedAnswerError,
} from '../../../lib/notify';
import { classifyNotifyError } from '../../../lambda/shared/notify/classify-notify-error';

const answered = (status: number, error: string, message: string): NotifyApiError =>
  new NotifyApiError(status, [{ error, message }]);
const page = (status: number): NotifyUnexpectedAnswerError =>
  new NotifyUnexpectedAnswerError({ status, headers: {}, body: Buffer.from('<html>') });

describe('an answer of Notify', () => {
  it.each([
    [400, 'BadRequestError', 'Template not found'],
    [400, 'BadRequestError', 'Missing personalisation: name'],
    [400, 'ValidationError', 'phone_number Not enough digits'],
    [400, 'InvalidPhoneError', 'Not a UK mobile number'],
    [400, 'AnErrorOfTomorrow', 'Something else'],
    [403, 'BadRequestError', 'Cannot send letters with a team api key'],
  ])('%i %s (%s) is about the message: it is rejected', (status, error, message) => {
    expect(classifyNotifyError(answered(status, error, message))).toMatchObject({ kind: 'rejected' });
  });

  it.each([
    [401, 'Unauthorized: authentication token must be provided'],
    [403, 'Invalid token: API key not found'],
    [403, 'Invalid token: API key revoked'],
    [403, 'Error: Your system clock must be accurate to within 30 seconds'],
  ])('%i AuthError (%s) is about the key', (status, message) => {
    expect(classifyNotifyError(answered(status, 'AuthError', message))).toMatchObject({ kind: 'key refused' });
  });

  it('429 RateLimitError wants a pause', () => {
    const message = 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds';
    expect(classifyNotifyError(answered(429, 'RateLimitError', message))).toEqual({ kind: 'rate limited' });
  });

  it.each([
    ['sms: 250000', false],
    ['email: 250000', false],
    ['letter: 20000', false],
    ['international_sms: 100', true],
  ])('429 TooManyRequestsError (%s) closes the channel for the day, or international texts alone', (limit, only) => {
    const message = `Exceeded send limits (${limit}) for today`;
    expect(classifyNotifyError(answered(429, 'TooManyRequestsError', message))).toEqual({
      kind: 'daily limit',
      internationalOnly: only,
    });
  });

  it.each([
    ['500 in the envelope', answered(500, 'OperationalError', 'Internal server error'), true, true],
    ['504 in the envelope', answered(504, 'SoftEventletTimeout', 'Timeout serving request'), false, false],
    ['404 in the envelope', answered(404, 'NoResultFound', 'No result found'), false, true],
    ['404 of no path', answered(404, 'error', 'The requested URL was not found on the server.'), false, true],
    ['405', answered(405, 'error', 'The method is not allowed for the requested URL.'), false, true],
    ['400 that names no class', answered(400, 'error', 'Bad request'), false, true],
    ['403 that names no class', answered(403, 'error', 'Forbidden'), false, true],
    ['429 of an unknown class', answered(429, 'SlowDown', 'Slow down'), false, true],
    ['a page with 400', page(400), false, true],
    ['a page with 403', page(403), false, true],
    ['a page with 404', page(404), false, true],
    ['a page with 429', page(429), false, true],
    ['a page with 500', page(500), false, true],
    ['a page with 502', page(502), false, false],
    ['201 with no JSON', page(201), false, false],
    ['a lost connection', new NotifyConnectionError({ code: 'ECONNRESET', mayHaveArrived: true }), false, false],
    ['no connection', new NotifyConnectionError({ code: 'ECONNREFUSED', mayHaveArrived: false }), false, false],
    ['a time-out', new NotifyTimeoutError({ timeout: 35_000, mayHaveArrived: true }), false, false],
    ['an error of our own', new TypeError('x is undefined'), false, false],
    ['what is no error', 'no', false, false],
  ])('%s leaves unknown what became of the message', (_what, error, counts, suspect) => {
    expect(classifyNotifyError(error)).toMatchObject({ kind: 'unknown', counts, suspect });
  });

  it('never came where the key is no key', () => {
    expect(classifyNotifyError(new MalformedApiKeyError('the API key is malformed'))).toMatchObject({
      kind: 'key refused',
    });
  });
});

describe('the reason of a rejection', () => {
  const reasonOf = (error: string, message: string, status = 400): string => {
    const failure = classifyNotifyError(answered(status, error, message));
    return 'reason' in failure ? failure.reason : 'none';
  };

  it.each([
    'Missing personalisation: name, reference number',
    'Your message is too long. Text messages cannot be longer than 918 characters. Your message is 919 characters long.',
    'Service is not allowed to send text messages',
    'letter template is not suitable for email notification',
    'sms_sender_id 0b1d7fd0-39c4-4a0f-8c2e-3d2f14f6fd52 does not exist in database for service id 1',
  ])('says what Notify said, where that is of the template or the service: %s', (message) => {
    expect(reasonOf('BadRequestError', message)).toContain(message);
  });

  it.each([
    ['ValidationError', 'email_address amala@example.com is not of type string'],
    ['ValidationError', 'personalisation Amala is not of type object'],
    ['ValidationError', 'template_id is not a valid UUID amala@example.com'],
    ['ValidationError', 'reference amala@example.com is too long'],
    ['ValidationError', 'Additional properties are not allowed (amala@example.com was unexpected)'],
    ['BadRequestError', 'No way to send to amala@example.com'],
    ['BadRequestError', 'Unsupported file type amala@example.com'],
  ])('leaves out what was sent: %s: %s', (error, message) => {
    expect(reasonOf(error, message)).not.toMatch(/amala/i);
    expect(reasonOf(error, message)).toContain(error);
  });

  it('names the field that Notify did not like', () => {
    expect(reasonOf('ValidationError', 'phone_number Not enough digits')).toContain('phone_number');
  });

  it.each(['Missing personalisation: ', 'Missing personalisation: x'])(
    'is cut between characters, for the record takes whole ones only: %s',
    (beginning) => {
      expect(reasonOf('BadRequestError', beginning + '😀'.repeat(500))).not.toMatch(/\p{Surrogate}/u);
    },
  );

  it('is short, however much Notify says', () => {
    expect(reasonOf('BadRequestError', `Missing personalisation: ${'x, '.repeat(5000)}`).length).toBeLessThan(400);
  });
});
