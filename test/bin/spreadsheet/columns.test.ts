import { matchColumns } from '../../../bin/spreadsheet/columns';
import { templateOf } from '../../templates/templates';

const sms = templateOf({ type: 'sms', body: '((First Name)) ((code??Your code)) ((code))' });
const letter = templateOf({ type: 'letter', body: '((name)) ((ADDRESS LINE 1))' });

test('columns match placeholders by Notify’s rules, and columns that the template does not need are ignored', () => {
  const { recipient, values, key } = matchColumns(['note', 'CODE', 'first_name', 'phone-number'], sms);
  expect({ recipient, key }).toEqual({ recipient: 3, key: undefined });
  expect([...values]).toEqual([
    ['First Name', [2]],
    ['code', [1]],
  ]);
});

test('several columns with one name become a list', () => {
  const columns = matchColumns(['phone number', 'code', 'firstname', 'Code'], sms);
  expect(columns.values.get('code')).toEqual([1, 3]);
});

test('the column of the email address can also fill a placeholder', () => {
  const email = templateOf({ type: 'email', body: '((email address))' });
  const { recipient, values } = matchColumns(['Email_Address'], email);
  expect({ recipient, values: [...values] }).toEqual({ recipient: 0, values: [['email address', [0]]] });
});

test('the columns of a letter’s address are renamed as Notify expects, each once', () => {
  const header = ['Name', 'Address line 1', 'address-line-2', 'ADDRESS_LINE_7', 'Post code'];
  expect([...matchColumns(header, letter).values]).toEqual([
    ['address_line_1', [1]],
    ['address_line_2', [2]],
    ['address_line_7', [3]],
    ['postcode', [4]],
    ['name', [0]],
  ]);
});

test('the key column can be any column', () => {
  expect(matchColumns(['Case Number', 'phone number', 'code', 'first name'], sms, 'case_number').key).toBe(0);
});

test('what nobody sees in a name does not count', () => {
  expect(matchColumns(['\ufeffphone\u00a0number', 'co\u00adde', 'first name\u200b'], sms).recipient).toBe(0);
});

test('a column that does not count is as if it were not there', () => {
  const header = ['phone number', 'code', 'first name', 'Code', 'phone number'];
  const { recipient, values } = matchColumns(header, sms, undefined, new Set([0, 3]));
  expect([recipient, values.get('code')]).toEqual([4, [1]]);
});

describe('if a column is missing, what there is is said', () => {
  const needed = 'the template needs "phone number", "First Name", "code"';
  const messageFor = (...header: readonly string[]): string => {
    try {
      matchColumns(header, sms);
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing is missing';
  };
  const saveIt = 'save the file as "CSV UTF-8", with commas';

  test.each<[string, readonly string[], string]>([
    ['its names', ['phone', '', 'code', 'First  Name '], '"phone", "code", "First Name "'],
    ['a name with a line break', ['phone\nnumber', 'code'], '"phone[line break]number", "code"'],
    ['a name that is long', ['x'.repeat(60)], `"${'x'.repeat(50)}…"`],
    [
      'semicolons',
      ['phone number;code;first name'],
      `"phone number;code;first name", which looks like names separated by semicolons; ${saveIt}, or add a line sep=; above them`,
    ],
    ['tabs', ['phone number\tcode'], `"phone number code", which looks like names separated by tabs; ${saveIt}`],
    [
      'semicolons and a comma',
      ['phone number;code;name', ' if any'],
      `"phone number;code;name", " if any", which looks like names separated by semicolons; ${saveIt}, or add a line sep=; above them`,
    ],
    ['a semicolon in a name that is none of these', ['phone; or mobile', 'code'], '"phone; or mobile", "code"'],
  ])('%s', (_, header, found) => {
    expect(messageFor(...header)).toMatch(new RegExp(`${needed}; the first row has `));
    expect(messageFor(...header).split('the first row has ')[1]).toBe(found);
  });

  test('and how many more there are', () => {
    expect(messageFor(...Array.from({ length: 25 }, () => 'x'))).toMatch(/"x", 5 more$/);
  });

  test.each(['07900 900123', 'amala@example.com', '02/03/2026', 'sw1a 1aa'])(
    'but nothing of a row of values, as %s is one',
    (value) => {
      const message = messageFor('Amala', value);
      expect(message).toContain('the first row has values, not names; add a row with the names above it');
      expect(message).not.toMatch(new RegExp(`Amala|${value}`));
    },
  );
});

test.each([
  ['no recipient', ['code', 'first name'], sms, undefined, /no column "phone number"; the template needs/],
  ['no value', ['phone number', 'code'], sms, undefined, /no column "First Name"/],
  ['no column of keys', ['phone number', 'code', 'first name'], sms, 'case', /no column "case"/],
  ['no address', ['name', 'address line 1', 'postcode'], letter, undefined, /has no address; add the columns/],
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
] as const)('a header with %s is refused at once', (_, header, template, key, message) => {
  expect(() => matchColumns(header, template, key)).toThrow(message);
});
