import { Refusal } from '../../../lib/rules/refusal';
import { fileOptions } from '../../../lib/rules/schema/file-options';
import { sendEmail, sendPrecompiledLetter, sendSms } from '../../../lib/rules/schema/requests';
import type { ObjectSchema } from '../../../lib/rules/schema/schema';
import { validate } from '../../../lib/rules/schema/validate';
import { ids } from '../../testing/default-ids';

function errorsOf(value: unknown, schema: ObjectSchema): string[] {
  try {
    validate(value, schema, Date.parse('2026-03-02T09:00:00.000Z'));
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.errors.map(({ message }) => message);
    throw error;
  }
}

const good = { phone_number: '07900900123', template_id: ids.sms };

test('errors come in the order of the schema, then what is missing, then what is not allowed', () => {
  const value = { zed: 1, phone_number: 5, alpha: 2, reference: null, sms_sender_id: 'x' };
  expect(errorsOf(value, sendSms)).toEqual([
    'reference None is not of type string',
    'phone_number 5 is not of type string',
    'sms_sender_id is not a valid UUID',
    'template_id is a required property',
    'Additional properties are not allowed (alpha, zed were unexpected)',
  ]);
});

test('values are written as Python writes them, without apostrophes', () => {
  const spelled = (reference: unknown) => errorsOf({ ...good, personalisation: reference }, sendSms)[0];
  expect(spelled(true)).toBe('personalisation True is not of type object');
  expect(spelled([])).toBe('personalisation [] is not of type object');
  expect(spelled([{ a: null }, 1.5])).toBe('personalisation [{a: None}, 1.5] is not of type object');
  expect(spelled("it's")).toBe('personalisation "its" is not of type object');
  expect(spelled('a\nb')).toBe('personalisation a\\nb is not of type object');
  expect(errorsOf({ ...good, "it's": 1 }, sendSms)).toEqual([
    'Additional properties are not allowed ("its" was unexpected)',
  ]);
});

test('length is counted in characters, not in units of UTF-16', () => {
  expect(errorsOf({ ...good, reference: '😀'.repeat(1000) }, sendSms)).toEqual([]);
  expect(errorsOf({ ...good, reference: '😀'.repeat(1001) }, sendSms)).toEqual([
    `reference ${'😀'.repeat(1001)} is too long`,
  ]);
  expect(errorsOf({ reference: 'x'.repeat(5000), content: '' }, sendPrecompiledLetter)).toEqual([]);
});

test.each([
  [{ email_address: 'a@example.com', template_id: null }, 'template_id is not a valid UUID'],
  [{ email_address: 'a@example.com', template_id: 5 }, 'template_id is not a valid UUID'],
  [
    { email_address: 'a@example.com', template_id: ids.email, one_click_unsubscribe_url: 5 },
    'one_click_unsubscribe_url is not a valid https url',
  ],
  [
    { email_address: 'a@example.com', template_id: ids.email, sanitise_content_for: { a: 1 } },
    'sanitise_content_for {a: 1} is not of type array, null',
  ],
])('an email with %j gets this error: %s', (value, message) => {
  expect(errorsOf(value, sendEmail)).toEqual([message]);
});

test.each([
  [{ file: 'aGk=' }, []],
  [{ file: 'aGk=', is_csv: true }, []],
  [{ file: 'aGk=', filename: 'a.csv', confirm_email_before_download: null, retention_period: null }, []],
  [{ file: null }, ['file None is not of type string']],
  [{ file: 'aGk=', is_csv: 'x' }, ['is_csv Unsupported value for is_csv: x. Use a boolean true or false value.']],
  [
    { file: 'aGk=', filename: 'report' },
    ['filename `filename` must end with a file extension. For example, filename.csv'],
  ],
  [
    { file: 'aGk=', confirm_email_before_download: 1 },
    [
      'confirm_email_before_download Unsupported value for confirm_email_before_download: 1. Use a boolean true or false value.',
    ],
  ],
  [
    { file: 'aGk=', retention_period: '5 days' },
    ['retention_period Unsupported value for retention_period: 5 days. Supported periods are from 1 to 78 weeks.'],
  ],
  [{ file: 'aGk=', is_csv: true, filename: 'a.csv' }, ['Do not set a value for `is_csv` if `filename` is set.']],
  [{ file: 'aGk=', b: 1, a: 1 }, ['Additional properties are not allowed (a, b were unexpected)']],
])('the file options %j get the errors %j', (file, messages) => {
  expect(errorsOf(file, fileOptions(file))).toEqual(messages);
});
