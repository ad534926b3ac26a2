import { collapse, splitLines, strip, stripFinalNewlines } from '../../../lib/rules/python/whitespace';

const every = '\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000';

describe('Python: white space', () => {
  test('strip() removes every kind of white space from both ends, and nothing else', () => {
    expect(strip(`${every}a b${every}`)).toBe('a b');
    expect(strip('\ufeff\u200ba\u180e')).toBe('\ufeff\u200ba\u180e');
    expect(strip(every)).toBe('');
    expect(strip('')).toBe('');
  });

  test('split() and join() leave single spaces', () => {
    expect(collapse(`${every}a${every}b${every}`)).toBe('a b');
    expect(collapse(every)).toBe('');
  });

  test.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['\n', ['']],
    ['a\r\nb\rc\n\nd', ['a', 'b', 'c', '', 'd']],
    ['a\vb\fc\u001cd\u001de\u001ef\u0085g\u2028h\u2029i', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']],
    ['a\u001fb', ['a\u001fb']],
  ])('splitlines() splits %j as Python does', (text, lines) => {
    expect(splitLines(text)).toEqual(lines);
  });

  test('newlines at the end are removed, and other white space stays', () => {
    expect(stripFinalNewlines('\na \n\n')).toBe('\na ');
  });
});
