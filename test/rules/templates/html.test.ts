import { escapeHtml } from '../../../lib/rules/templates/html';

describe('HTML escaping', () => {
  test.each([
    ['<b>"it\'s" & so</b>', '&lt;b&gt;"it\'s" &amp; so&lt;/b&gt;'],
    ['&lt;b&gt;', '&lt;b&gt;'],
    ['&amp;lt; &nbsp;', '&amp;lt; &nbsp;'],
    ['&pound;5 &eacute; 2&minus;1', '£5 é 2−1'],
    ['&NotEqualTilde;', '≂̸'],
    ['&lpar;a&rpar; &lsqb;', '(a) ['],
    ['?a=1&timestamp=&times;', '?a=1&amp;timestamp=×'],
    ['?a=1&times=2', '?a=1&amp;times=2'],
    ['&notreal; &isnot;', '¬real; &amp;isnot;'],
    ['&pm1; &acy1; &bepsix;', '&amp;pm1; &amp;acy1; &amp;bepsix;'],
    ['&?a; &a?; &>a;', '&amp;?a; &amp;a?; &amp;&gt;a;'],
    ['&#163;&#xA3;&#X41;', '££A'],
    ['&#128;&#x81;', '€\u0081'],
    ['&#0;&#xD800;&#x110000;&#99999999999999999999;', '\ufffd\ufffd\ufffd\ufffd'],
    ['[&#1;&#127;&#xFFFE;&#xFDD0;&#11;]', '[]'],
    ['&#9;&#10;&#13;', '\t\n\r'],
    ['&#60;&#38;', '&lt;&amp;'],
    ['&#38;nbsp; &#163 &#;', '&amp;nbsp; &amp;#163 &amp;#;'],
    ['', ''],
  ])('%j is escaped as Notify escapes it', (text, html) => {
    expect(escapeHtml(text)).toBe(html);
  });

  test('escaped text stays the same when it is escaped again', () => {
    const html = escapeHtml('<a> & &pound; &amp; &nbsp; &amp;lt; "x"');
    expect(escapeHtml(html)).toBe(html);
  });
});
