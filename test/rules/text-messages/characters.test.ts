import { downgradeCharacters } from '../../../lib/rules/text-messages/encoding';

describe('text message characters', () => {
  test.each([
    ['GSM', '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡AZÄÖÑÜ§¿azäöñüà'],
    ['the GSM extension', '^{}\\[~]|€'],
    ['Welsh', 'ÀÈÌÒÙẀỲÁÉÍÓÚẂÝÄËÏÖÜẄŸÂÊÎÔÛŴŶàèìòùẁỳáéíóúẃýäëïöüẅÿâêîôûŵŷ'],
  ])('%s characters stay as they are', (_, text) => {
    expect(downgradeCharacters(text)).toBe(text);
  });

  test.each([
    ['dashes', '\u2011–—−', '----'],
    ['an ellipsis', '…', '...'],
    ['quotes', '‘’‚“”„', '\'\'\'"""'],
    ['Polish', 'Łódź łąka', 'Lódz laka'],
    ['spaces', 'a\tb\u00a0c\u202fd', 'a b c d'],
    ['spaces without width', 'a\u180e\u200b\u200c\u200d\u2060\ufeff\u2028\u2029b', 'ab'],
    ['accents', 'ãõčçŁšž', 'aoccLsz'],
    ['one accent of two, if that is enough', 'ǖấ', 'üâ'],
    ['a letter that still has an accent', 'ậ', '?'],
    ['signs that stand for letters', '\u212a\u212b\u2126', 'KÅΩ'],
    ['accents on their own', 'e\u0301', 'e?'],
    ['everything else', 'Ж中→½©™😀🏳️‍🌈嶲각', '??????????????'.slice(0, 12)],
  ])('characters are replaced as Notify replaces them: %s', (_, text, expected) => {
    expect(downgradeCharacters(text)).toBe(expected);
  });
});
