import { displayedNumber, displayedText } from '../../../bin/spreadsheet/workbook/displayed-number';

describe('a number is shown as its cell shows it', () => {
  test.each([
    [7900900123, '00000 000000', '07900 900123'],
    [123456, '00\\-00\\-00', '12-34-56'],
    [7, '"Ref: "0000', 'Ref: 0007'],
    [3, '0"e5"', '3e5'],
    [46083, 'dd/mm/yyyy;@', '02/03/2026'],
    [46083, '[$-en-GB]d mmmm yyyy', '2 March 2026'],
    [46083, '[$-452]d mmmm yyyy', '2 Mawrth 2026'],
    [46083, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '02 March 2026'],
    [46083.604166666664, 'dd/mm/yyyy hh:mm', '02/03/2026 14:30'],
    [46082.99999999999, 'dd/mm/yyyy hh:mm', '02/03/2026 00:00'],
    [0.5, '[$-F400]h:mm:ss AM/PM', '12:00:00'],
    [-5, '0;(0)', '(5)'],
    [0, '0;-0;;@', ''],
    [0.1 + 0.2, 'General', '0.3'],
  ])('%d in %s', (value, code, shown) => {
    expect(displayedNumber(value, code)).toBe(shown);
  });
});

describe('a number has all its digits', () => {
  test.each([
    [447900900123, 'General', '447900900123'],
    [447900900123, '0.00E+00', '447900900123'],
    [447900900123, '@', '447900900123'],
    [123456789012345680, 'General', '123456789012346000'],
    [1e21, 'General', '1000000000000000000000'],
    [0.000012, '0.00E+00', '0.000012'],
    [-0.00000012, 'General', '-0.00000012'],
    [1.5, 'no such [format "', '1.5'],
  ])('%d in %s', (value, code, shown) => {
    expect(displayedNumber(value, code)).toBe(shown);
  });
});

test.each([
  ['abc', 'General', 'abc'],
  ['a;b', '@', 'a;b'],
  ['7', '"Ref "@', 'Ref 7'],
  ['abc', '0;-0;;@', 'abc'],
  ['abc', 'no such [format "@', 'abc'],
])('the text %s in %s is %s', (text, code, shown) => {
  expect(displayedText(text, code)).toBe(shown);
});
