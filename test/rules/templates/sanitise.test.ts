import { UnsanitisableError, sanitise } from '../../../lib/rules/templates/sanitise';

const clean = (value: string) => sanitise({ v: value }, ['v']).personalisation['v'];

describe('sanitise personalisation', () => {
  test.each([
    ['evil.link', 'evil\\. link'],
    ['www.evil.co.uk', 'www\\. evil\\. co\\. uk'],
    ['https://evil.link', ''],
    ['HTTP://evil.link', ''],
    ['a https://evil.link/path?q=1#x b', 'a  b'],
    ['evil.link/path b', ' b'],
    ['evil.link?q', ''],
    ['evil.link#q', ''],
    ['some_thing.link', ''],
    ['élan.link', ''],
    ['me@evil.link', 'me@evil\\.link'],
    ['first.last@evil.link', 'first\\.last@evil\\.link'],
    ['@evil.link', '@evil\\.link'],
    ['1.2', '1\\.2'],
    ['J.Smith', 'J\\. Smith'],
    ['a.b c', 'a\\.b c'],
    ['end.Start', 'end\\. Start'],
    ['Anne, [click](https://evil.link) now', 'Anne, \\[click\\]\\(\\) now'],
    ['`*_()\\{}[]<>#+-.!|', '\\`\\*\\_\\(\\)\\\\\\{\\}\\[\\]\\<\\>\\#\\+\\-\\.\\!\\|'],
    ['it\'s "fine" & ok, ~^=:;?/@', 'it\'s "fine" & ok, ~^=:;?/@'],
  ])('%j is sanitised as Notify sanitises it', (value, expected) => {
    expect(clean(value)).toBe(expected);
  });

  test('only named values are sanitised, and each change is reported by the key as sent', () => {
    const personalisation = { First_Name: 'a.b*', last: 'c*', age: 5, ref: 'plain' };
    expect(sanitise(personalisation, ['first name', 'REF', 'unknown'])).toEqual({
      personalisation: { First_Name: 'a\\.b\\*', last: 'c*', age: 5, ref: 'plain' },
      sanitised_content: { First_Name: { unsanitised: 'a.b*', sanitised: 'a\\.b\\*' } },
    });
  });

  test.each([null, undefined, []])('the names %j change nothing', (names) => {
    expect(sanitise({ a: '*', b: 5 }, names)).toEqual({ personalisation: { a: '*', b: 5 }, sanitised_content: {} });
  });

  test.each([null, undefined, {}])('the personalisation %j has nothing to change', (personalisation) => {
    expect(sanitise(personalisation, ['a'])).toEqual({ personalisation: {}, sanitised_content: {} });
  });

  test.each([5, true, null, ['a'], { file: 'a' }])(
    'a named value of %j is an error that does not show the value',
    (value) => {
      const act = () => sanitise({ Name: value }, ['name']);
      expect(act).toThrow(UnsanitisableError);
      expect(act).toThrow(
        expect.objectContaining({ name: 'TypeError', message: expect.not.stringContaining('Name') as string }),
      );
    },
  );

  test.each([5, 1.5, null, {}, ['a']])('a name of %j is an error', (name) => {
    expect(() => sanitise({ a: '*' }, ['a', name])).toThrow(UnsanitisableError);
  });

  test('a value that is not named can be anything', () => {
    expect(() => sanitise({ name: 5 }, ['other'])).not.toThrow();
  });
});
