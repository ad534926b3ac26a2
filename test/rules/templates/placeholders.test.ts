import { looseKey, missingPersonalisation, placeholdersOf } from '../../../lib/rules/templates/placeholders';
import type { TemplateText } from '../../../lib/rules/templates/template';

const email = (body: string, subject = 'Subject'): TemplateText => ({ type: 'email', body, subject });

describe('template placeholders', () => {
  test.each([
    ['case, spaces, underscores and hyphens do not count', 'First Name_-x', 'firstnamex'],
    ['other punctuation counts', 'a.b/c?', 'a.b/c?'],
  ])('when names are compared, %s', (_, name, key) => {
    expect(looseKey(name)).toBe(key);
  });

  test.each([
    ['once each, as first spelled', '((First Name)) ((first_name)) ((FIRSTNAME)) ((b))', ['First Name', 'b']],
    ['also those of conditionals', '((a?? b)) ((c))', ['a', 'c']],
    ['one question mark makes no conditional', '((a?)) ((b?c))', ['a?', 'b?c']],
    ['the inner one of nested brackets', '((a??hi ((b)))) (((c)))', ['b', 'c']],
    ['not without a name or brackets in pairs', '(()) ((a) (b)) ( (c))', []],
    ['over lines', '((a\nb))', ['a\nb']],
  ])('placeholders are listed as Notify lists them: %s', (_, body, names) => {
    expect(placeholdersOf(email(body))).toEqual(names);
  });

  test('placeholders come from the subject first, then from the body', () => {
    expect(placeholdersOf(email('((b)) ((c))', '((a)) ((c))'))).toEqual(['a', 'c', 'b']);
  });

  test('placeholders of a letter come from contact block, Welsh heading, Welsh body, heading and body', () => {
    const letter: TemplateText = {
      type: 'letter',
      letterContactBlock: '((phone))',
      welshSubject: '((pwnc))',
      welshBody: '((corff))',
      subject: '((heading))',
      body: '((body)) ((phone))',
    };
    expect(placeholdersOf(letter)).toEqual(['phone', 'pwnc', 'corff', 'heading', 'body']);
  });

  test('placeholders of a text message come from the body alone', () => {
    expect(placeholdersOf({ type: 'sms', body: '((a))', subject: '((b))' })).toEqual(['a']);
  });

  test('a caller can change the list without changing the next answer', () => {
    const template = email('((a))');
    placeholdersOf(template).push('b');
    expect(placeholdersOf(template)).toEqual(['a']);
  });
});

describe('template placeholders: missing personalisation', () => {
  test.each([
    ['a key that is not there', {}, ['A b']],
    ['null', { 'a-b': null }, ['A b']],
    ['a later null of the same loose name', { ab: '1', 'A B': null }, ['A b']],
    ['no personalisation', null, ['A b']],
    ['an empty string is not', { AB: '' }, []],
    ['false, zero and an empty array are not', { ab: false }, []],
  ])('missing personalisation is found as Notify finds it: %s', (_, personalisation, missing) => {
    expect(missingPersonalisation(email('((A b))'), personalisation)).toEqual(missing);
  });
});
