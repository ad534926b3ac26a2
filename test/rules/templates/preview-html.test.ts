import { previewHtml } from '../../../lib/rules/templates/preview-html';

/** The HTML without its styles and without the tables and boxes that stand around lists and inset text. */
function bareHtml(markdown: string): string {
  return previewHtml({ type: 'email', body: markdown }, {})
    .replaceAll(/ style="[^"]*"/g, '')
    .replaceAll(/<table role="presentation"><tr><td>|<\/td><\/tr><\/table>/g, '')
    .replaceAll('<div><blockquote>', '<blockquote>')
    .replaceAll('</blockquote></div>', '</blockquote>');
}

describe('template preview: Markdown', () => {
  test.each([
    ['a heading', '# Title', '<h2>Title</h2>'],
    ['a heading needs no space', '#Title', '<h2>Title</h2>'],
    ['hashes at the end of a heading fall away', '## Title ##', '<h3>Title</h3>'],
    ['a smaller heading', '## Title', '<h3>Title</h3>'],
    ['headings below the second level are paragraphs', '### Title', '<p>Title</p>'],
    ['a heading underlined', 'Title\n===', '<h2>Title</h2>'],
    ['a smaller heading underlined', 'Title\n---', '<h3>Title</h3>'],
    ['a hash alone is text', '#', '<p>#</p>'],
    ['lines of a paragraph break', 'one\ntwo', '<p>one<br>two</p>'],
    ['spaces before a line break go', 'one  \ntwo', '<p>one<br>two</p>'],
    ['empty lines divide paragraphs', 'one\n\n\n\ntwo', '<p>one</p><p>two</p>'],
    ['a tab is four spaces', 'a\tb', '<p>a   b</p>'],
    ['CRLF is a line end', 'one\r\n\r\ntwo', '<p>one</p><p>two</p>'],
    ['bullets', '* one\n* two', '<ul><li>one</li><li>two</li></ul>'],
    ['bullets need no space', '*one\n*two', '<ul><li>one</li><li>two</li></ul>'],
    ['dashes and dots are bullets', '- one\n• two', '<ul><li>one</li><li>two</li></ul>'],
    ['a plus is no bullet', '+ one\n+ two', '<p>+ one</p><p>+ two</p>'],
    ['numbers', '1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
    ['bullets and numbers mix in one list', '* one\n1. two', '<ul><li>one</li><li>two</li></ul>'],
    [
      'an empty line makes items loose',
      '* one\n\n* two\n* three',
      '<ul><li><p> one</p></li><li><p> two</p></li><li>three</li></ul>',
    ],
    ['a list after text', 'text\n* one', '<p>text</p><ul><li>one</li></ul>'],
    ['bold at the start of a line is a bullet', '**bold** text', '<ul><li><ul><li>bold** text</li></ul></li></ul>'],
    ['a year and a full stop at the start of a line is a list', '2024. It was', '<ol><li>It was</li></ol>'],
    ['text under an item belongs to it', '* one\n  more\n* two', '<ul><li>one<br> more</li><li>two</li></ul>'],
    ['a list in a list', '* one\n  * inner\n* two', '<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>'],
    ['a list ends after an empty line', '* one\n\ntext', '<ul><li>one</li></ul><p>text</p>'],
    [
      'an item with two paragraphs',
      '* one\n\n  two\n\nthree',
      '<ul><li><p>one</p><br><p> two</p></li></ul><p>three</p>',
    ],
    ['a rule', 'a\n\n---\n\nb', '<p>a</p><hr><p>b</p>'],
    ['rules of stars and underscores', '***\n___', '<hr><hr>'],
    ['an inset text', '^ inset', '<blockquote><p>inset</p></blockquote>'],
    ['an inset text over lines', '^ one\n^ two\nthree', '<blockquote><p>one<br>two<br>three</p></blockquote>'],
    ['a list in an inset text', '^ * one\n^ * two', '<blockquote><ul><li>one</li><li>two</li></ul></blockquote>'],
    ['text after an inset text', '^ one\n\ntwo', '<blockquote><p>one</p></blockquote><p>two</p>'],
    ['a greater-than sign is no inset text', '> text', '<p>&gt; text</p>'],
    ['code between fences stays as it is', '```\n* <b>\n```', '* &lt;b&gt;'],
    ['indented code stays as it is', '    * code', '* code'],
    ['a table is left out', 'a | b\n--|--\n1 | 2\n\ntext', '<p>text</p>'],
    ['an image is left out', '![alt](http://a.b/c.png)', ''],
    [
      'an address',
      'see https://a.gov.uk/b?c=1&d=2.',
      '<p>see <a href="https://a.gov.uk/b?c=1&amp;d=2">https://a.gov.uk/b?c=1&amp;d=2</a>.</p>',
    ],
    ['an address in brackets', '(https://a.gov.uk)', '<p>(<a href="https://a.gov.uk">https://a.gov.uk</a>)</p>'],
    [
      'an address without a protocol is no link',
      'www.a.gov.uk a.gov.uk me@a.gov.uk ftp://a.b',
      '<p>www.a.gov.uk a.gov.uk me@a.gov.uk ftp://a.b</p>',
    ],
    ['quotes in an address', 'https://a.gov.uk/"x"', '<p><a href="https://a.gov.uk/%22x">https://a.gov.uk/"x</a>”</p>'],
    ['a link', '[text](https://a.gov.uk)', '<p><a href="https://a.gov.uk">text</a></p>'],
    [
      'a link with a title',
      "[text](https://a.gov.uk 'Title')",
      '<p><a href="https://a.gov.uk" title="Title">text</a></p>',
    ],
    ['a link without a protocol', '[text](www.a.gov.uk/b c)', '<p><a href="http://www.a.gov.uk/b%20c">text</a></p>'],
    ['a link to an email address', '[text](mailto:me@a.gov.uk)', '<p><a href="mailto:me%40a.gov.uk">text</a></p>'],
    ['a link by telephone', '[text](tel:+44123)', '<p><a href="tel:%2B44123">text</a></p>'],
    ['a percent sign in a link stays', '[text](https://a.b/%2F?é)', '<p><a href="https://a.b/%2F?%C3%A9">text</a></p>'],
    ['an address inside a link', '[https://a.b](https://c.d)', '<p><a href="https://c.d">https://a.b</a></p>'],
    ['brackets in a link', '[a [b] c](https://d.e)', '<p><a href="https://d.e">a [b] c</a></p>'],
    ['a link without text', '[](https://a.b)', '<p><a href="https://a.b">https://a.b</a></p>'],
    [
      'a link defined elsewhere',
      '[text][1] and [1]\n\n[1]: https://a.b "T"',
      '<p><a href="https://a.b" title="T">text</a> and <a href="https://a.b" title="T">1</a></p>',
    ],
    ['a link with no definition is text', '[text][1] [x]', '<p>[text][1] [x]</p>'],
    ['a footnote', 'text[^1]\n\n[^1]: note', '<p>text</p><p>note</p>'],
    ['no emphasis', '*one* _two_ **three** ~~four~~ `five`', '<ul><li>one* _two_ **three** ~~four~~ `five`</li></ul>'],
    ['a backslash escapes', '\\* \\# 1\\. \\[a\\](b)', '<p>* # 1. [a](b)</p>'],
    ['html is escaped', '<b>bold</b> & "it\'s"', '<p>&lt;b&gt;bold&lt;/b&gt; &amp; “it’s”</p>'],
    [
      'entities',
      '&lsqb;a&rsqb;&lpar;b&rpar; &amp; &nbsp; &pound; &notreal; &#163;',
      '<p><a href="http://b">a</a> &amp; &nbsp; £ ¬real; £</p>',
    ],
    ['GOV.UK', 'GOV.UK and gov.uk/x www.gov.uk #GOV.UK', '<p>GOV.\u200bUK and gov.uk/x www.gov.uk #GOV.\u200bUK</p>'],
    ['curly quotes', "\"It's 'so'\", she said - the '90s", '<p>“It’s ‘so’”, she said – the ‘90s</p>'],
    ['email addresses', "o'neil@a.gov.uk is 'it'", "<p>o'neil@a.gov.uk is ‘it’</p>"],
    ['space before punctuation', 'Hi , bye .', '<p>Hi, bye.</p>'],
    ['unsupported characters', 'a\u2028b\u3164c', '<p>abc</p>'],
    ['a line of nbsp', 'a\n\n&nbsp;\n\nb', '<p>a</p><p>&nbsp;</p><p>b</p>'],
    ['the empty text', '', ''],
    ['empty lines first', '\n\n\na', '<br><p>a</p>'],
  ])('the preview reads Markdown as Notify does: %s', (_, markdown, html) => {
    expect(bareHtml(markdown)).toBe(html);
  });

  test('blocks nest six deep, and anything deeper is text', () => {
    expect(bareHtml('^'.repeat(8) + 'a')).toBe(`${'<blockquote>'.repeat(7)}<p>^^a</p>${'</blockquote>'.repeat(7)}`);
    expect(bareHtml('*'.repeat(8) + 'a')).toBe(`${'<ul><li>'.repeat(7)}**a${'</li></ul>'.repeat(7)}`);
  });
});

describe('template preview: styles', () => {
  const text = 'font-size: 19px; line-height: 25px;';
  const colour = 'color: #0B0C0C;';
  const heading = 'Margin: 0 0 15px 0; padding: 10px 0 0 0;';
  test.each([
    ['# a', `<h2 style="${heading} font-size: 27px; line-height: 35px; font-weight: bold; ${colour}">a</h2>`],
    ['## a', `<h3 style="${heading} ${text} font-weight: bold; ${colour}">a</h3>`],
    ['a', `<p style="Margin: 0 0 20px 0; ${text} ${colour}">a</p>`],
    ['---', '<hr style="border: 0; height: 1px; background: #B1B4B6; Margin: 30px 0 30px 0;">'],
    [
      '1. a',
      '<table role="presentation" style="padding: 0 0 20px 0;"><tr><td style="font-family: Helvetica, Arial, sans-serif;">' +
        '<ol style="Margin: 0 0 0 20px; padding: 0; list-style-type: decimal;">' +
        `<li style="Margin: 5px 0 5px; padding: 0 0 0 5px; font-size: 19px;line-height: 25px; ${colour}">a</li>` +
        '</ol></td></tr></table>',
    ],
    [
      '^ # a',
      '<div style="Margin: 0 0 20px 0;"><blockquote style="Margin: 0; border-left: 10px solid #B1B4B6;' +
        `padding: 15px 0 0.1px 15px; ${text}"><h2 style="${heading} font-size: 27px; line-height: 35px; font-weight: bold; ${colour}">a</h2></blockquote></div>`,
    ],
  ])('the preview writes styles into every tag of %j', (markdown, html) => {
    expect(previewHtml({ type: 'email', body: markdown }, {})).toBe(html);
  });
});

describe('template preview: values', () => {
  const preview = (body: string, personalisation: object) =>
    previewHtml({ type: 'email', body }, { ...personalisation }).replaceAll(/ style="[^"]*"/g, '');

  test('Markdown in a value is rendered', () => {
    expect(preview('((a))', { a: '# Title' })).toBe('<h2>Title</h2>');
  });

  test('HTML in a value is escaped', () => {
    expect(preview('((a))', { a: '<script>&amp;' })).toBe('<p>&lt;script&gt;&amp;</p>');
  });

  test('an array becomes bullets', () => {
    expect(preview('a((b))', { b: ['one', '<two>'] })).toContain('<ul><li>one</li><li>&lt;two&gt;</li></ul>');
  });

  test('a name with HTML in it finds its value', () => {
    expect(preview('((<day)) ((a & b)) ((&lt;day))', { '<day': 'Monday', 'a&b': 'c' })).toBe('<p>Monday c Monday</p>');
  });

  test('a sanitised value shows as it was typed', () => {
    expect(preview('((a))', { a: '\\[click\\]\\(\\) 1\\.2' })).toBe('<p>[click]() 1.2</p>');
  });
});
