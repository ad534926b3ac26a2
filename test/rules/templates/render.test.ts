import { isEmptyMessage, lengthError, longestEmail, renderTemplate } from '../../../lib/rules/templates/render';
import type { TemplateValues, TemplateText } from '../../../lib/rules/templates/template';

const email = (body: string, subject = 'Subject'): TemplateText => ({ type: 'email', body, subject });
const letter = (body: string, subject = 'Heading'): TemplateText => ({ type: 'letter', body, subject });
const sms = (body: string): TemplateText => ({ type: 'sms', body });
const body = (template: TemplateText, personalisation: TemplateValues = {}) =>
  renderTemplate(template, personalisation).body;
const subject = (template: TemplateText, personalisation: TemplateValues = {}) =>
  renderTemplate(template, personalisation).subject;

describe('template rendering: values', () => {
  test.each<[unknown, string]>([
    ['text', 'text'],
    ['  spaces  ', '  spaces  '],
    [5, '5'],
    [1.5, '1.5'],
    [0, '0'],
    [true, 'True'],
    [false, 'False'],
    [{ k: 'v', "it's": [null, 'é'] }, `{'k': 'v', "it's": [None, 'é']}`],
    [{}, '{}'],
    ['((b))', '((b))'],
    [['one', 'two'], '\n\n* one\n* two'],
    [
      [' one\u200b ', null, '', ' \u00a0', 5, true, { a: 1 }, [1, 'x']],
      `\n\n* one\n* 5\n* True\n* {'a': 1}\n* [1, 'x']`,
    ],
    [[], ''],
    [[null, ' '], ''],
  ])('the value %j appears in the body of an email as Notify shows it', (value, text) => {
    expect(body(email('[((a))]'), { a: value })).toBe(`[${text}]`);
    expect(body(letter('[((a))]'), { a: value })).toBe(`[${text}]`);
  });

  test.each<[unknown[], string]>([
    [['one'], 'one'],
    [['one', 'two'], 'one and two'],
    [['one', 2, null, 'three', ''], 'one, 2 and three'],
    [[null], ''],
  ])('the value %j appears in a subject and a text message as Notify shows it', (value, text) => {
    expect(subject(email('b', 'x ((a)) y'), { a: value })).toBe(`x ${text} y`.replace('  ', ' '));
    expect(subject(letter('b', 'x ((a)) y'), { a: value })).toBe(`x ${text} y`.replace('  ', ' '));
    expect(body(sms('x ((a)) y'), { a: value })).toBe(`x ${text} y`.replace('  ', ' '));
  });

  test('a placeholder without a value stays', () => {
    expect(body(email('((a)) ((b??c))'))).toBe('((a)) ((b??c))');
  });
});

describe('template rendering: conditional text', () => {
  test.each(['yes', 'YES', 'y', 'true', 'True', 't', '1', 'include', 'show', 1, true])(
    'the value %j shows conditional text',
    (value) => {
      expect(body(email('a((x??b))'), { x: value })).toBe('ab');
    },
  );

  test.each(['', ' yes', 'yes ', 'on', 'no', '2', 'yes!', 0, 2, 1.5, false, {}, [], ['yes']])(
    'the value %j hides conditional text',
    (value) => {
      expect(body(email('a((x??b))'), { x: value })).toBe('a');
    },
  );

  test('an array of one word counts as that word in a text message', () => {
    expect(body(sms('a((x??b))'), { x: ['yes'] })).toBe('ab');
  });

  test.each([
    ['((x??a??b))', 'a??b'],
    ['((x??one\ntwo))', 'one\ntwo'],
    ['[((x??))]', '[]'],
    ['[((X _-??a))]', '[a]'],
    ['((x??a ((y))))', '((x??a z))'],
  ])('the conditional %j renders as Notify renders it', (template, text) => {
    expect(body(email(template), { x: 'yes', y: 'z' })).toBe(text);
  });
});

describe('template rendering: body', () => {
  test.each([
    [
      'keeps Markdown, HTML, typography and line ends',
      '# <b>\r\n"it\'s" - so , ok &amp;',
      '# <b>\r\n"it\'s" - so , ok &amp;',
    ],
    ['is trimmed at both ends, of every white space', ' \n\u00a0\u2003a\u001c\r\n', 'a'],
    ['keeps a byte order mark', '\ufeffa', '\ufeffa'],
  ])('the body of an email or letter %s', (_, template, text) => {
    expect(body(email(template))).toBe(text);
    expect(body(letter(template))).toBe(text);
  });
});

describe('template rendering: subject of an email', () => {
  test.each([
    ['space before , and . goes', 'Hi , bye .', 'Hi, bye.'],
    ['quotes curl', `"It's" - 'so'`, '“It’s” – ‘so’'],
    ['spaced hyphens become an en dash', 'a - b -- c --- d — e', 'a – b – c – d – e'],
    ['other hyphens stay', 'a-b ---- c -d', 'a-b ---- c -d'],
    ['white space collapses', ' a \t b\r\nc\u00a0d\u202fe\u200b ', 'a b c d e'],
    ['HTML stays', '<b>&', '<b>&'],
    ['quotes in tags and links stay', `<a href="x">it's</a> it's`, `<a href="x">it's</a> it’s`],
    ['a backslash makes a reference of some characters', '1\\.2 \\- \\\\ \\( \\"', '1&#46;2 &#45; &#92; \\( &#34;'],
    ['quotes in email addresses stay straight', "o'neil@a.gov.uk it's", "o'neil@a.gov.uk it’s"],
  ])('in the subject of an email, %s', (_, template, text) => {
    expect(subject(email('b', template))).toBe(text);
    expect(subject(email('b', '((a))'), { a: template })).toBe(text);
  });
});

describe('template rendering: heading of a letter', () => {
  test.each([
    ['is escaped', '<b> & "x" &pound;', '&lt;b&gt; &amp; “x” £'],
    ['keeps &amp; and &nbsp;', '&amp; &nbsp; &lt;', '&amp; &nbsp; &lt;'],
    ['is set as a subject is', "it's - so ,", 'it’s – so,'],
  ])('the heading of a letter %s', (_, template, text) => {
    expect(subject(letter('b', template))).toBe(text);
    expect(subject(letter('b', '((a))'), { a: template })).toBe(text);
  });

  test('the heading of a letter finds the value of a name with HTML in it', () => {
    expect(subject(letter('b', '((a & <b>))'), { 'A&<b>': '1' })).toBe('1');
  });
});

describe('template rendering: text message', () => {
  test.each([
    ['loses space before , and .', 'a , b\t.', 'a, b.'],
    ['has single spaces', ' a   b \u00a0 c ', 'a b c'],
    ['keeps line breaks, two in a row at most', 'a \r\n b\r\rc\n\n\n\n d\n', 'a\nb\n\nc\n\nd'],
    ['keeps HTML and quotes', '<b>"it\'s" & - so', '<b>"it\'s" & - so'],
    ['is in plain characters', '“it’s” – so… Łódź 😀', '"it\'s" - so... Lódz ?'],
  ])('a text message %s', (_, template, text) => {
    expect(body(sms(template))).toBe(text);
    expect(body(sms('((a))'), { a: template })).toBe(text);
  });

  test('a text message has no subject', () => {
    expect(renderTemplate({ type: 'sms', body: 'a', subject: 'b' }, {}).subject).toBeNull();
  });
});

describe('template rendering: empty message', () => {
  test.each<[TemplateText, TemplateValues, boolean]>([
    [sms('((a))'), { a: ' \n\u200b' }, true],
    [sms('((a))'), { a: '.' }, false],
    [sms('  '), {}, true],
    [sms('((a??b))'), { a: 'no' }, true],
    [email('((a))((b))'), { a: '', b: ' \t\r\n' }, true],
    [email('((a)) ((b))'), { a: '', b: '' }, true],
    [email('((a))'), { a: [] }, true],
    [email('((a))'), { a: '.' }, false],
    [email(' ((a))'), { a: '' }, false],
    [email('((a)).'), { a: '' }, false],
    [email('  '), {}, false],
    [email(''), {}, true],
    [letter('((a??b))'), { a: 'no' }, true],
    [letter('((a))b((c))'), { a: '', c: '' }, false],
  ])('the template %j with %j is empty: %j', (template, personalisation, empty) => {
    expect(isEmptyMessage(template, renderTemplate(template, personalisation))).toBe(empty);
  });
});

describe('template rendering: length limit', () => {
  test.each([
    [918, null],
    [
      919,
      'Your message is too long. Text messages cannot be longer than 918 characters. Your message is 919 characters long.',
    ],
  ])('a text message of %d characters is checked against the limit of 918', (length, message) => {
    const template = sms(' ((a)) ');
    expect(lengthError(template, renderTemplate(template, { a: 'a'.repeat(length) }))).toBe(message);
    expect(lengthError(template, renderTemplate(template, { a: '😀'.repeat(length) }))).toBe(message);
    expect(lengthError(template, renderTemplate(template, { a: `${'a'.repeat(length - 3)}…` }))).toBe(message);
  });

  test.each([
    [longestEmail, null],
    [
      longestEmail + 1,
      'Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 2000001 bytes.',
    ],
  ])('an email of %d bytes is checked against the limit of 2,000,000', (bytes, message) => {
    const template = email('((a))((b))');
    const rendered = renderTemplate(template, { a: 'é'.repeat(1000), b: 'a'.repeat(bytes - 2000) });
    expect(lengthError(template, rendered)).toBe(message);
  });

  test('a letter has no length limit here', () => {
    const template = letter('a'.repeat(3_000_000));
    expect(lengthError(template, renderTemplate(template, {}))).toBeNull();
  });
});
