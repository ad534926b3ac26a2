import { parseQueueMessage } from '../../lib/contract/parse-message';
import { aLetter, anEmail, aPrecompiledLetter, aText } from './messages';

const reasonFor = (message: unknown): string | undefined => {
  const parsed = parseQueueMessage(JSON.stringify(message));
  return parsed.ok ? undefined : parsed.reason;
};

const halved = 'must not hold half a character (a lone surrogate)';
const nul = 'must not hold the character U+0000';

describe('a message that Notify fails on', () => {
  test.each([
    [{ ...anEmail, email_address: 'amala\ud83d@example.com' }, `email_address ${halved}`],
    [{ ...anEmail, template_id: '\udc00' }, `template_id ${halved}`],
    [{ ...anEmail, email_reply_to_id: '\ud800' }, `email_reply_to_id ${halved}`],
    [{ ...anEmail, one_click_unsubscribe_url: 'https://\ud800' }, `one_click_unsubscribe_url ${halved}`],
    [{ ...anEmail, sanitise_content_for: ['name', '\ud800'] }, `sanitise_content_for.1 ${halved}`],
    [{ ...aText, phone_number: '07700\udfff 900123' }, `phone_number ${halved}`],
    [{ ...aText, sms_sender_id: '\udfff' }, `sms_sender_id ${halved}`],
    [{ ...aPrecompiledLetter, content: 'JVBE\ud800' }, `content ${halved}`],
    [{ ...anEmail, personalisation: { name: 'Amala \ud83d' } }, `personalisation.name ${halved}`],
    [{ ...anEmail, personalisation: { list: ['a', '\ud83d'] } }, `personalisation.list.1 ${halved}`],
    [{ ...anEmail, personalisation: { unused: { file: '\ude00' } } }, `personalisation.unused.file ${halved}`],
    [
      { ...aLetter, personalisation: { ...aLetter.personalisation, address_line_2: '\ud800' } },
      `personalisation.address_line_2 ${halved}`,
    ],
    [
      { ...anEmail, personalisation: { '\ud83d': 'x' } },
      'personalisation must have names of whole characters (one holds a lone surrogate)',
    ],
    [
      { ...anEmail, personalisation: { f: { '\ud83d': 'x' } } },
      'personalisation.f must have names of whole characters (one holds a lone surrogate)',
    ],
  ])('for half a character is refused by the field that holds it: case %#', (message, reason) => {
    expect(reasonFor(message)).toBe(reason);
  });

  test.each([
    [{ ...aText, reference: 'a\0b' }, `reference ${nul}`],
    [{ ...anEmail, one_click_unsubscribe_url: 'https://example.com/\0' }, `one_click_unsubscribe_url ${nul}`],
    [
      { ...aLetter, personalisation: { ...aLetter.personalisation, address_line_1: 'A\0' } },
      `personalisation.address_line_1 ${nul}`,
    ],
    [
      { ...aLetter, personalisation: { ...aLetter.personalisation, 'Address Line-7': ['\0'] } },
      `personalisation.Address Line-7 ${nul}`,
    ],
    [
      { ...aLetter, personalisation: { ...aLetter.personalisation, postcode: 'SW1A\0 1AA' } },
      `personalisation.postcode ${nul}`,
    ],
  ])('for the character U+0000 is refused by the field that holds it: case %#', (message, reason) => {
    expect(reasonFor(message)).toBe(reason);
  });

  test.each([
    { ...anEmail, personalisation: { name: 'A\0' } },
    { ...aLetter, personalisation: { ...aLetter.personalisation, body: 'A\0' } },
    { ...anEmail, email_address: 'a\0@example.com' },
  ])('is no message with U+0000 where Notify takes it, or refuses it itself: case %#', (message) => {
    expect(reasonFor(message)).toBeUndefined();
  });

  test.each([5, true, null, ['a'], { file: 'QUJD' }, {}])(
    'for %j under a name in sanitise_content_for is refused by that name, however it is spelled',
    (value) => {
      const message = { ...anEmail, personalisation: { first_name: value }, sanitise_content_for: ['First-Name', 'x'] };
      expect(reasonFor(message)).toBe(
        'personalisation.first_name must be a string, because sanitise_content_for names it',
      );
    },
  );

  test('is no message whose other values are not text, or that sanitises what is not there', () => {
    const message = { ...anEmail, personalisation: { name: 'A', age: 5 }, sanitise_content_for: ['name', 'other'] };
    expect(reasonFor(message)).toBeUndefined();
    expect(reasonFor({ ...anEmail, personalisation: undefined, sanitise_content_for: ['name'] })).toBeUndefined();
  });
});

describe('a message that would never be sent', () => {
  test.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z'],
    ['2026-03-02T09:00:00Z', '2026-03-02T09:59:59+01:00'],
    ['2026-03-02T09:00:00Z', '2026-03-01T09:00:00Z'],
  ])('because it may be sent from %s and expires at %s is refused', (send_after, expires_at) => {
    expect(reasonFor({ ...aText, send_after, expires_at })).toBe('expires_at must be later than send_after');
  });
});

describe('a name that is lost on the way', () => {
  test.each(['personalisation', 'metadata'])('is refused in %s: __proto__', (field) => {
    const body = JSON.stringify({ ...anEmail, [field]: { HERE: 'x' } }).replace('HERE', '__proto__');
    expect(parseQueueMessage(body)).toEqual({ ok: false, reason: `${field} must not hold the name __proto__` });
  });

  test.each(['constructor', 'toString', 'hasOwnProperty', 'toJSON'])('is not %s', (name) => {
    const message = { ...anEmail, personalisation: { [name]: 'x' }, metadata: { [name]: 'x' } };
    expect(parseQueueMessage(JSON.stringify(message))).toEqual({ ok: true, message });
  });
});

describe('a body that something on the way has wrapped', () => {
  const message = JSON.stringify(anEmail);

  test.each([
    [{ Type: 'Notification', MessageId: 'x', TopicArn: 'arn', Message: message }, 'an envelope of SNS'],
    [{ Type: 'SubscriptionConfirmation', TopicArn: 'arn', Message: 'x', Token: 'x' }, 'an envelope of SNS'],
    [{ version: '0', id: 'x', 'detail-type': 'Order', source: 'orders', detail: anEmail }, 'a whole EventBridge event'],
    [{ Records: [{ eventSource: 'aws:s3', s3: { bucket: { name: 'x' } } }] }, 'a notification of S3'],
    [{ s3BucketName: 'x', s3Key: 'y' }, 'a pointer to S3 of another client'],
    [{ S3Payload: { Id: 'x', Bucket: 'b', Key: 'k' } }, 'a pointer to S3 of another client'],
    [['com.example.Pointer', { s3BucketName: 'x', s3Key: 'y' }], 'a pointer to S3 of another client'],
    [message, 'JSON within a JSON string'],
  ])('is refused with what it looks like: %j', (body, looksLike) => {
    expect(reasonFor(body)).toContain(looksLike);
  });

  test('shows nothing of what is in it', () => {
    const body = { Type: 'Notification', TopicArn: 'arn', Message: JSON.stringify({ ...anEmail, name: 'CANARY' }) };
    expect(reasonFor(body)).not.toMatch(/CANARY|amala/);
  });
});

describe('the name of a field in a reason', () => {
  test.each([
    [{ 'amala@example.com': 1 }, 'unknown field (a name that is not shown)'],
    [{ '07700 900123': 1 }, 'unknown field (a name that is not shown)'],
    [{ 'a\n    at b': 1 }, 'unknown field a\u{fffd}    at b'],
    [{ personalisation: { 'amala@example.com': '\ud800' } }, `personalisation.(a name that is not shown) ${halved}`],
  ])('is not shown where an address or a number stands for one, and breaks no line: %j', (fields, reason) => {
    expect(reasonFor({ ...anEmail, ...fields })).toBe(reason);
  });
});
