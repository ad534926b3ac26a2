import { forceAscii } from '../../../lib/rules/recipients/ascii';

test.each([
  ['plain ~text', 'plain ~text'],
  ['Ábcdé ñ Łódź', 'Abcde n Lodz'],
  ['‘a’ “b” ‚c‘ „d“', '\'a\' "b" \'c\' "d"'],
  ['1‑2–3—4−5', '1-2-3-4-5'],
  ['wait…', 'wait...'],
  ['a\u200bb\u2060c\ufeffd\u200de', 'abcde'],
  ['a\u00a0b\u202fc\td', 'a b c d'],
  ['ß € 日 😀', '? ? ? ?'],
  ['line\nbreak', 'line?break'],
])('%j becomes %j', (text, ascii) => {
  expect(forceAscii(text)).toBe(ascii);
});

test('a letter with two accents has no ASCII spelling, because Notify removes only one', () => {
  expect(forceAscii('Việt')).toBe('Vi?t');
});
