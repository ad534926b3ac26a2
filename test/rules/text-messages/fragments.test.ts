import {
  downgradeCharacters,
  extendedGsmCharacters,
  needsUcs2,
  smsFragments,
} from '../../../lib/rules/text-messages/encoding';

describe('text message fragments', () => {
  test.each([
    ['', 0, 1],
    ['a', 160, 1],
    ['a', 161, 2],
    ['à', 160, 1],
    ['à', 306, 2],
    ['à', 307, 3],
    ['a', 918, 6],
    ['a', 919, 7],
    ['^', 80, 1],
    ['^', 81, 2],
    ['ÿ', 70, 1],
    ['ÿ', 71, 2],
    ['ÿ', 134, 2],
    ['ÿ', 135, 3],
    ['ÿ', 402, 6],
    ['ÿ', 403, 7],
    ['🚀', 160, 1],
    ['🚀', 161, 2],
    ['中', 161, 2],
    ['ã', 160, 1],
    ['…', 53, 1],
    ['…', 54, 2],
  ])('fragments are counted as Notify counts them: %j repeated %d times', (character, times, fragments) => {
    expect(smsFragments(downgradeCharacters(character.repeat(times)))).toBe(fragments);
  });

  test.each([
    ['one Welsh letter makes the whole text wide', `${'à'.repeat(70)}ÿ`, 2],
    ['extended characters count once in a wide text', `${'â'.repeat(69)}{`, 1],
    ['extended characters count double in a narrow text', `${'a'.repeat(304)}[]`, 3],
    ['the name of the service counts', `Service: ${'a'.repeat(152)}`, 2],
  ])('%s', (_, text, fragments) => {
    expect(smsFragments(text)).toBe(fragments);
  });

  test('a text that was downgraded needs no wide characters', () => {
    expect(needsUcs2(downgradeCharacters('ã中😀…'))).toBe(false);
    expect(needsUcs2('Ŵ')).toBe(true);
    expect(needsUcs2('àéìòùÄÖÜäöüÉè')).toBe(false);
    expect(extendedGsmCharacters('a^{}\\[~]|€é')).toBe(9);
  });
});
