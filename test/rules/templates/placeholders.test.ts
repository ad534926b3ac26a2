import { looseKey, missingPersonalisation, placeholdersOf } from '../../../lib/rules/templates/placeholders';
import type { TemplateText } from '../../../lib/rules/templates/template';

const email = (body: string, subject = 'Subject'): TemplateText => ({ type: 'email', body, subject });

describe('placeholders of a template', () => {
  test.each([
    ['case, spaces, underscores and hyphens do not count', 'First Name_-x', 'firstnamex'],
    ['other punctuation counts', 'a.b/c?', 'a.b/c?'],
  ])('in comparing names %s', (_, name, key) => {
    expect(looseKey(name)).toBe(key);
  });

  test.each([
    ['once each, as first spelled', '((First Name)) ((first_name)) ((FIRSTNAME)) ((b))', ['First Name', 'b']],
    ['also those of conditionals', '((a?? b)) ((c))', ['a', 'c']],
    ['one question mark makes no conditional', '((a?)) ((b?c))', ['a?', 'b?c']],
    ['the inner one of nested brackets', '((a??hi ((b)))) (((c)))', ['b', 'c']],
    ['not without a name or brackets in pairs', '(()) ((a) (b)) ( (c))', []],
    ['over lines', '((a\nb))', ['a\nb']],
  ])('are listed %s', (_, body, names) => {
    expect(placeholdersOf(email(body))).toEqual(names);
  });

  test('come from the subject first, then the body', () => {
    expect(placeholdersOf(email('((b)) ((c))', '((a)) ((c))'))).toEqual(['a', 'c', 'b']);
  });

  test('come from contact block, Welsh heading, Welsh body, heading and body of a letter', () => {
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

  test('of a text message come from the body alone', () => {
    expect(placeholdersOf({ type: 'sms', body: '((a))', subject: '((b))' })).toEqual(['a']);
  });

  test('can be changed by the caller without changing the next answer', () => {
    const template = email('((a))');
    placeholdersOf(template).push('b');
    expect(placeholdersOf(template)).toEqual(['a']);
  });
});

describe('missing personalisation', () => {
  test.each([
    ['a key that is not there', {}, ['A b']],
    ['null', { 'a-b': null }, ['A b']],
    ['a later null of the same loose name', { ab: '1', 'A B': null }, ['A b']],
    ['no personalisation', null, ['A b']],
    ['an empty string is not', { AB: '' }, []],
    ['false, zero and an empty array are not', { ab: false }, []],
  ])('%s', (_, personalisation, missing) => {
    expect(missingPersonalisation(email('((A b))'), personalisation)).toEqual(missing);
  });
});
