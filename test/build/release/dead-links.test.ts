import { deadLinks } from '../../../build/release/dead-links';

const links = (text: string, paths: readonly string[] = []) =>
  deadLinks(new Map([['docs/page.md', text]]), ['docs/page.md', ...paths]).map(({ to }) => to);

describe('dead links', () => {
  test('a link to a file or a folder that is there is alive', () => {
    expect(links('[a](other.txt) [b](../lib/) [c](../lib)', ['docs/other.txt', 'lib/index.ts'])).toEqual([]);
  });

  test('a link to what is not there is dead, in whatever way it is written', () => {
    const text = '[a](gone.md) [b](<gone too.md>) [c](gone.md "title")\n\n[d]: ../gone.md\n';
    expect(links(text)).toEqual(['gone.md', 'gone too.md', 'gone.md', '../gone.md']);
  });

  test('a link to a heading is alive where there is that heading', () => {
    const text = '# What `it` is, and [why](page.md)\n## Twice\n## Twice\n';
    expect(links(`${text}[a](#what-it-is-and-why) [b](page.md#twice) [c](#twice-1)`)).toEqual([]);
    expect(links(`${text}[a](#twice-2) [b](page.md#nowhere)`)).toEqual(['#twice-2', 'page.md#nowhere']);
  });

  test('code and links to the web are not looked at', () => {
    expect(
      links('```md\n[a](gone.md)\n# Heading\n```\n`[b](gone.md)` [c](https://example.com/gone) <mailto:a@b>'),
    ).toEqual([]);
    expect(links('```sh\n# Heading\n```\n[a](#heading)')).toEqual(['#heading']);
  });
});
