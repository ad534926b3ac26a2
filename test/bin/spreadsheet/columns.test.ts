import { matchColumns } from '../../../bin/spreadsheet/columns';
import { templateOf } from '../../templates/templates';

const sms = templateOf({ type: 'sms', body: '((First Name)) ((code??Your code)) ((code))' });
const letter = templateOf({ type: 'letter', body: '((name)) ((ADDRESS LINE 1))' });

test('columns are matched as Notify matches placeholders, and those the template does not need are passed over', () => {
  const { recipient, values, key } = matchColumns(['note', 'CODE', 'first_name', 'phone-number'], sms);
  expect({ recipient, key }).toEqual({ recipient: 3, key: undefined });
  expect([...values]).toEqual([
    ['First Name', [2]],
    ['code', [1]],
  ]);
});

test('several columns of one name are one list', () => {
  const columns = matchColumns(['phone number', 'code', 'firstname', 'Code'], sms);
  expect(columns.values.get('code')).toEqual([1, 3]);
});

test('an email goes by its address, which may be a value too', () => {
  const email = templateOf({ type: 'email', body: '((email address))' });
  const { recipient, values } = matchColumns(['Email_Address'], email);
  expect({ recipient, values: [...values] }).toEqual({ recipient: 0, values: [['email address', [0]]] });
});

test('a letter’s address is spelled so that Notify finds it, once', () => {
  const header = ['Name', 'Address line 1', 'address-line-2', 'ADDRESS_LINE_7', 'Post code'];
  expect([...matchColumns(header, letter).values]).toEqual([
    ['address_line_1', [1]],
    ['address_line_2', [2]],
    ['address_line_7', [3]],
    ['postcode', [4]],
    ['name', [0]],
  ]);
});

test('a row’s own name may be in any column', () => {
  expect(matchColumns(['Case Number', 'phone number', 'code', 'first name'], sms, 'case_number').key).toBe(0);
});

test.each([
  ['no recipient', ['code', 'first name'], sms, undefined, /no column "phone number"; the template needs/],
  ['no value', ['phone number', 'code'], sms, undefined, /no column "First Name"/],
  ['no column of keys', ['phone number', 'code', 'first name'], sms, 'case', /no column "case"/],
  ['no address', ['name', 'address line 1', 'postcode'], letter, undefined, /has no address; give it columns/],
  [
    'two recipients',
    ['phone number', 'code', 'first name', 'Phone_Number'],
    sms,
    undefined,
    /two columns "phone number"/,
  ],
  [
    'a line of an address twice',
    ['name', 'address line 1', 'address line 2', 'postcode', 'PostCode'],
    letter,
    undefined,
    /two columns "postcode"/,
  ],
] as const)('%s is told at once', (_, header, template, key, message) => {
  expect(() => matchColumns(header, template, key)).toThrow(message);
});
