import {
  MalformedApiKeyError,
  NotifyApiError,
  NotifyConnectionError,
  NotifyTimeoutError,
  NotifyUnexpectedAnswerError,
} from '../../../lib/notify';
import { classifyNotifyError, type NotifyFailure } from '../../../lambda/shared/notify/classify-notify-error';

const answered = (status: number, error: string, message: string): NotifyApiError =>
  new NotifyApiError(status, [{ error, message }]);
const page = (status: number): NotifyUnexpectedAnswerError =>
  new NotifyUnexpectedAnswerError({ status, headers: {}, body: Buffer.from('<html>') });

const classify = (error: unknown, took = 100): NotifyFailure => classifyNotifyError(error, took);

describe('classify a Notify error', () => {
  it.each([
    [400, 'BadRequestError', 'Template not found'],
    [400, 'BadRequestError', 'Missing personalisation: name'],
    [400, 'ValidationError', 'phone_number Not enough digits'],
    [400, 'InvalidPhoneError', 'Not a UK mobile number'],
    [400, 'AnErrorOfTomorrow', 'Something else'],
  ])('a %i %s (%s) rejects the message', (status, error, message) => {
    expect(classify(answered(status, error, message))).toMatchObject({ kind: 'rejected' });
  });

  it.each([
    [401, 'Unauthorized: authentication token must be provided'],
    [403, 'Invalid token: API key not found'],
    [403, 'Invalid token: API key revoked'],
    [403, 'Error: Your system clock must be accurate to within 30 seconds'],
  ])('a %i AuthError (%s) means that the key is refused', (status, message) => {
    expect(classify(answered(status, 'AuthError', message))).toMatchObject({ kind: 'key refused' });
  });

  it.each([
    ['Can’t send to this recipient using a team-only API key', true],
    ['Cannot send to this recipient using a team-only API key', true],
    ['Can’t send to this recipient when service is in trial mode – see https://example.com', true],
    ['Cannot send letters with a team api key', true],
    ['Cannot send letters when service is in trial mode', false],
    ['Service is not allowed to send emails', false],
  ])('%s is about the service or the key, for some recipients alone: %s', (message, ofRecipients) => {
    expect(classify(answered(400, 'BadRequestError', message))).toMatchObject({ kind: 'not allowed', ofRecipients });
    expect(classify(answered(403, 'BadRequestError', message))).toMatchObject({ kind: 'not allowed', ofRecipients });
  });

  it.each([
    ['BadRequestError', 'Template not found', true],
    ['BadRequestError', 'Template has been deleted', true],
    ['BadRequestError', 'Cannot send to international mobile numbers', true],
    ['BadRequestError', 'email_reply_to_id 1 does not exist in database for service id 2', true],
    ['BadRequestError', 'Missing personalisation: name', false],
    ['ValidationError', 'Template not found', false],
  ])('%s (%s) may pass without the message: %s', (error, message, mayChange) => {
    expect(classify(answered(400, error, message))).toMatchObject({ kind: 'rejected', mayChange });
  });

  it('about the clock says nothing of the key when Notify took so long to look that any token is too old', () => {
    const late = answered(403, 'AuthError', 'Error: Your system clock must be accurate to within 30 seconds');
    expect(classify(late, 24_999)).toMatchObject({ kind: 'key refused' });
    expect(classify(late, 31_000)).toEqual({ kind: 'unknown', reason: 'Notify looked at it after 31 seconds' });
    expect(classify(answered(403, 'AuthError', 'Invalid token: API key revoked'), 31_000)).toMatchObject({
      kind: 'key refused',
    });
  });

  it('a 429 RateLimitError means that requests are too fast', () => {
    const message = 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds';
    expect(classify(answered(429, 'RateLimitError', message))).toEqual({ kind: 'rate limited' });
  });

  it.each([
    ['sms: 250000', false],
    ['email: 250000', false],
    ['letter: 20000', false],
    ['international_sms: 100', true],
  ])(
    'a 429 TooManyRequestsError (%s) is a daily limit, of the channel or of international texts only',
    (limit, only) => {
      const message = `Exceeded send limits (${limit}) for today`;
      expect(classify(answered(429, 'TooManyRequestsError', message))).toEqual({
        kind: 'daily limit',
        internationalOnly: only,
      });
    },
  );

  it.each([
    ['500 in the envelope', answered(500, 'OperationalError', 'Internal server error')],
    ['504 in the envelope', answered(504, 'SoftEventletTimeout', 'Timeout serving request')],
    ['404 in the envelope', answered(404, 'NoResultFound', 'No result found')],
    ['404 for an unknown path', answered(404, 'error', 'The requested URL was not found on the server.')],
    ['405', answered(405, 'error', 'The method is not allowed for the requested URL.')],
    ['400 without an error class', answered(400, 'error', 'Bad request')],
    ['403 without an error class', answered(403, 'error', 'Forbidden')],
    ['429 of an unknown class', answered(429, 'SlowDown', 'Slow down')],
    ['a page with 400', page(400)],
    ['a page with 403', page(403)],
    ['a page with 404', page(404)],
    ['a page with 429', page(429)],
    ['a page with 500', page(500)],
    ['a page with 502', page(502)],
    ['201 with no JSON', page(201)],
    ['a lost connection', new NotifyConnectionError({ code: 'ECONNRESET', mayHaveArrived: true })],
    ['no connection', new NotifyConnectionError({ code: 'ECONNREFUSED', mayHaveArrived: false })],
    ['a time-out', new NotifyTimeoutError({ timeout: 35_000, mayHaveArrived: true })],
    ['an error of our own', new TypeError('x is undefined')],
    ['a value that is not an error', 'no'],
  ])('%s leaves the outcome unknown', (_what, error) => {
    expect(classify(error)).toMatchObject({ kind: 'unknown' });
  });

  it('a malformed API key means that the key is refused', () => {
    expect(classify(new MalformedApiKeyError('the API key is malformed'))).toMatchObject({
      kind: 'key refused',
    });
  });
});

describe('classify a Notify error: reason for a rejection', () => {
  const reasonOf = (error: string, message: string, status = 400): string => {
    const failure = classify(answered(status, error, message));
    return 'reason' in failure ? failure.reason : 'none';
  };

  it.each([
    'Missing personalisation: name, reference number',
    'Your message is too long. Text messages cannot be longer than 918 characters. Your message is 919 characters long.',
    'Service is not allowed to send text messages',
    'letter template is not suitable for email notification',
    'sms_sender_id 0b1d7fd0-39c4-4a0f-8c2e-3d2f14f6fd52 does not exist in database for service id 1',
  ])('the reason says what Notify said about the template or the service: %s', (message) => {
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
  ])('the reason leaves out what was sent: %s: %s', (error, message) => {
    expect(reasonOf(error, message)).not.toMatch(/amala/i);
    expect(reasonOf(error, message)).toContain(error);
  });

  it('the reason names the field that Notify refused', () => {
    expect(reasonOf('ValidationError', 'phone_number Not enough digits')).toContain('phone_number');
  });

  it.each(['Missing personalisation: ', 'Missing personalisation: x'])(
    'the reason is cut between characters, because DynamoDB stores only whole ones: %s',
    (beginning) => {
      expect(reasonOf('BadRequestError', beginning + '😀'.repeat(500))).not.toMatch(/\p{Surrogate}/u);
    },
  );

  it('the reason is short, however much Notify says', () => {
    expect(reasonOf('BadRequestError', `Missing personalisation: ${'x, '.repeat(5000)}`).length).toBeLessThan(400);
  });
});
