import { matchColumns } from '../../../bin/spreadsheet/columns';
import { messageOfRow, type RowMessage } from '../../../bin/spreadsheet/message-of-row';
import { idOf, templateOf } from '../../templates/templates';

const template = templateOf({ type: 'email', body: '((name)) ((list))' });
const columns = matchColumns(['email address', 'name', 'list', 'list', 'case'], template);
const keyed = matchColumns(['email address', 'name', 'list', 'list', 'case'], template, 'case');

const messageOf = (
  cells: readonly string[],
  { own = false, name = 'march', reference = undefined as string | undefined } = {},
): RowMessage => messageOfRow({ line: 2, cells }, own ? keyed : columns, { name, template, reference });
const keyOf = (...args: Parameters<typeof messageOf>): string | undefined => messageOf(...args).message?.idempotencyKey;

const row = ['amala@example.com', 'Amala', 'a', 'b', '7'];

test('a row becomes a message of the template', () => {
  expect(messageOf(row, { reference: 'r' }).message).toEqual({
    type: 'email',
    templateId: idOf(1),
    emailAddress: 'amala@example.com',
    personalisation: { name: 'Amala', list: ['a', 'b'] },
    reference: 'r',
    idempotencyKey: expect.stringMatching(/^march\/[\w-]{43}$/),
  });
});

test.each([
  ['an empty cell', ['amala@example.com', '', 'a', 'b'], { list: ['a', 'b'] }],
  ['a cell that is not there', ['amala@example.com', 'Amala'], { name: 'Amala' }],
  ['a list with a gap', ['amala@example.com', 'Amala', '', 'b'], { name: 'Amala', list: ['b'] }],
  ['empty cells beyond the last column', [...row, '', ''], { name: 'Amala', list: ['a', 'b'] }],
])('%s gives no value', (_, cells, personalisation) => {
  expect(messageOf(cells).message).toMatchObject({ personalisation });
});

test.each([
  ['without a recipient', ['', 'Amala'], false, 'no email address'],
  [
    'with more values than columns',
    [...row, 'more'],
    false,
    '6 values, but only 5 columns; put a value with a comma in quotes',
  ],
  ['without the name it should have', ['amala@example.com', 'Amala', 'a', 'b'], true, 'no key'],
])('a row %s is refused', (_, cells, own, fault) => {
  expect(messageOf(cells, { own })).toEqual({ fault });
});

describe('message of a row: idempotency key', () => {
  test('two rows that send the same under one mailing name share a key, whatever their other columns hold', () => {
    expect(keyOf([...row.slice(0, 4), '8'])).toBe(keyOf(row));
  });

  test('the value in the key column alone decides the key', () => {
    expect(keyOf(['ben@example.com', 'Ben', 'a', 'b', '7'], { own: true })).toBe('march/7');
  });

  test('rows with another mailing name, recipient or value have different keys', () => {
    const others = [
      keyOf(row, { name: 'april' }),
      keyOf(['ben@example.com', ...row.slice(1)]),
      keyOf(['amala@example.com', 'Amala', 'ab', '', '7']),
      keyOf(['amala@example.com', 'Amala', 'a,b', '', '7']),
      keyOf(['amala@example.com', '', 'a', 'b', '7']),
    ];
    expect(new Set([keyOf(row), ...others]).size).toBe(6);
  });
});
