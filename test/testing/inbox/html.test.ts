import { readFileSync } from 'node:fs';
import { Html, html, typed } from '../../../lib/testing/inbox/html';
import { unbranded } from '../../../lib/testing/inbox/unbranded';
import { linksIn } from '../../../lib/testing/inbox/parts/links';
import { shorten } from '../../../lib/testing/inbox/parts/titles';

describe('the HTML of the inbox', () => {
  test('escapes what is put in, as text and in attributes', () => {
    expect(html`<a title="${`"><b>`}">${`<'&'>`}</a>`.text).toBe(
      '<a title="&#34;&#62;&#60;b&#62;">&#60;&#39;&#38;&#39;&#62;</a>',
    );
  });

  test('takes HTML as it is, lists in order, and nothing for what there is not', () => {
    expect(html`${new Html('<b>')}${[1, html`<br />`, ['<']]}${null}${undefined}${false}${0}`.text).toBe(
      '<b>1<br />&#60;0',
    );
  });

  test('keeps the direction of what was typed to itself', () => {
    expect(typed('\u202eabc').text).toBe('<bdi>\u202eabc</bdi>');
  });

  test('shortens by characters, and cuts none in two', () => {
    expect([shorten('abc', 3), shorten('abcd', 3), shorten('😀😀😀😀', 3)]).toEqual(['abc', 'ab…', '😀😀…']);
  });

  test('finds where links lead, each once', () => {
    const links = linksIn('<a style="x" href="https://a.example/?a=1&amp;b=2">a</a><a href="x">b</a><a href="x">c</a>');
    expect(links).toEqual(['https://a.example/?a=1&b=2', 'x']);
  });
});

describe('the styles of the design system', () => {
  const css = readFileSync(require.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8');

  test('lose the font and the crest that are for GOV.UK only, and nothing else', () => {
    const plain = unbranded(css);
    expect(plain).not.toMatch(/@font-face|GDS Transport|crest|url\(|\/\*/i);
    expect(plain).toContain('.govuk-button{font-family:arial,sans-serif');
    expect(plain.length).toBeGreaterThan(0.97 * css.length);
  });

  test.each(['@font-face {', 'a{font-family:"Old GDS Transport"}', '.crest{}', 'a{b:c url(x)}'])(
    'with %s left are an error',
    (rest) => {
      expect(() => unbranded(rest)).toThrow('see what govuk-frontend has changed');
    },
  );
});
