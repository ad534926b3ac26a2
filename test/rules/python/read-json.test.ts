import { Float, withPlainNumbers } from '../../../lib/rules/python/float';
import { notJson, readJson } from '../../../lib/rules/python/read-json';
import { pythonRepr } from '../../../lib/rules/python/text';

// Every row was checked against Python's `json.loads`.
describe('JSON is read as Python reads it', () => {
  test.each([
    ['[1, 1.0, -0, -0.0, 1e5, 1.5]', '[1, 1.0, 0, -0.0, 100000.0, 1.5]'],
    ['[12345678901234567890, 9007199254740993]', '[12345678901234567890, 9007199254740993]'],
    ['[1e16, 1e15, 1e400, 5e-324]', '[1e+16, 1000000000000000.0, inf, 5e-324]'],
    ['{"a": NaN, "b": [Infinity, -Infinity]}', "{'a': nan, 'b': [inf, -inf]}"],
    ['["1.0", "NaN", "a\\"1.5\\"", 2.0]', `['1.0', 'NaN', 'a"1.5"', 2.0]`],
    ['{"__proto__": 1.0}', "{'__proto__': 1.0}"],
    ['9'.repeat(4300), '9'.repeat(4300)],
  ])('numbers in %s', (text, repr) => {
    expect(pythonRepr(readJson(Buffer.from(text)))).toBe(repr);
  });

  test.each(['01', '1.', '.5', '+1', '1_0', 'nan', '-NaN', '{1: 2}', '{1.0: "a"}', '[NaN,]', '9'.repeat(4301)])(
    'what is no number makes it no JSON: %s',
    (text) => {
      expect(readJson(text)).toBe(notJson);
    },
  );

  test.each<[BufferEncoding, string]>([
    ['utf8', '{"a":"ŵ"}'],
    ['utf8', '\ufeff{"a":"ŵ"}'],
    ['utf16le', '{"a":"ŵ"}'],
    ['utf16le', '\ufeff{"a":"ŵ"}'],
  ])('text in %s: %j', (encoding, text) => {
    expect(readJson(Buffer.from(text, encoding))).toEqual({ a: 'ŵ' });
  });

  test.each([
    ['big-endian UTF-16', 2],
    ['big-endian UTF-32', 4],
  ])('text in %s, with a mark and without', (_name, width) => {
    const bytes = (text: string) =>
      Buffer.concat(
        Array.from(text, (character) => {
          const buffer = Buffer.alloc(width);
          buffer.writeUIntBE(character.codePointAt(0) ?? 0, 0, width);
          return buffer;
        }),
      );
    expect(readJson(bytes('{"a":1}'))).toEqual({ a: 1 });
    expect(readJson(bytes('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });

  test.each([Buffer.from('ff', 'hex'), Buffer.from('fffe7b', 'hex'), Buffer.from('fffe00007b0000', 'hex')])(
    'half a character is no JSON: %#',
    (body) => {
      expect(readJson(body)).toBe(notJson);
    },
  );
});

test('who does not care for Python gets plain numbers', () => {
  expect(withPlainNumbers({ a: [new Float(1), 2n, 'x', null], b: 1.5 })).toEqual({ a: [1, 2, 'x', null], b: 1.5 });
});
