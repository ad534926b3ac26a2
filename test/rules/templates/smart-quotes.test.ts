import { makeQuotesSmart } from '../../../lib/rules/templates/smart-quotes';

describe('curly quotes', () => {
  test.each([
    [`"what about breakfast at Tiffany's"?`, '“what about breakfast at Tiffany’s”?'],
    [`He said, "'Quoted' words."`, 'He said, “‘Quoted’ words.”'],
    [`'"a"'`, '‘“a”’'],
    [`rock 'n' roll, the 1980's`, 'rock ‘n’ roll, the 1980’s'],
    [`('a') ["b"]`, '(‘a’) [“b”]'],
    [`"...so"`, '”...so”'],
    [`a " b`, 'a ” b'],
    [`&nbsp;'a' &mdash;"b"`, '&nbsp;‘a’ &mdash;“b”'],
    [`<p title="x">"a"</p>`, '<p title="x">“a”</p>'],
    [`<b>a</b>"`, '<b>a</b>”'],
    [`a <b>b</b> <i>"</i>`, 'a <b>b</b> <i>“</i>'],
    [`<code>"a"</code> "b"`, '<code>"a"</code> “b”'],
    [`<A HREF='x'>it's <pre>'</pre></A> it's`, `<A HREF='x'>it's <pre>'</pre></A> it’s`],
    [`</code> "b"`, '</code> “b”'],
    [`<!-- "a" --> "b"`, '<!-- "a" --> “b”'],
    [`<!-- "a" -- "b" -->`, '<!-- “a” -- “b” -->'],
    [`a < "b"`, 'a < “b”'],
    [`\\" \\' \\\\`, '&#34; &#39; &#92;'],
    [`&#8220;a&#8230; &#8888;`, '“a… &#8888;'],
    ['no quotes', 'no quotes'],
  ])('the quotes in %j become curly as in Notify', (straight, curly) => {
    expect(makeQuotesSmart(straight)).toBe(curly);
  });
});
