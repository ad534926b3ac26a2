import { pythonRepr, pythonString } from '../../../lib/rules/python/text';

describe('Python: print a JSON value', () => {
  test.each<[unknown, string]>([
    [null, 'None'],
    [true, 'True'],
    [false, 'False'],
    [5, '5'],
    [-7, '-7'],
    [1.5, '1.5'],
    [-0.25, '-0.25'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [0.000012345, '1.2345e-05'],
    [123456789012345.6, '123456789012345.6'],
    [9007199254740991, '9007199254740991'],
    [1e16, '1e+16'],
    [1e22, '1e+22'],
    [-1.5e300, '-1.5e+300'],
    [5e-324, '5e-324'],
    [12345678901234567890n, '12345678901234567890'],
    [[], '[]'],
    [[1, 'a', null, [true]], "[1, 'a', None, [True]]"],
    [{}, '{}'],
    [{ a: null, b: { c: 1.5 } }, "{'a': None, 'b': {'c': 1.5}}"],
    [undefined, 'None'],
  ])('the JSON value %p prints as %s', (value, expected) => {
    expect(pythonRepr(value)).toBe(expected);
    expect(pythonString(value)).toBe(expected);
  });

  test('a string is itself to str() and quoted to repr()', () => {
    expect(pythonString("it's")).toBe("it's");
    expect(pythonRepr("it's")).toBe(`"it's"`);
  });

  test.each([
    ['plain', "'plain'"],
    ['"quoted"', `'"quoted"'`],
    [`both ' and "`, `'both \\' and "'`],
    ['back\\slash', "'back\\\\slash'"],
    ['\n\r\t', "'\\n\\r\\t'"],
    ['\u0000\u001b\u007f\u0080', "'\\x00\\x1b\\x7f\\x80'"],
    ['\u00a0\u00ad', "'\\xa0\\xad'"],
    ['é ŵ 中 ½ ©', "'é ŵ 中 ½ ©'"],
    ['\u200b\u2028\ufeff\ue000', "'\\u200b\\u2028\\ufeff\\ue000'"],
    ['😀', "'😀'"],
    ['\u{e0001}', "'\\U000e0001'"],
    ['\ud800', "'\\ud800'"],
  ])('repr() quotes %j as Python does', (text, expected) => {
    expect(pythonRepr(text)).toBe(expected);
  });
});
