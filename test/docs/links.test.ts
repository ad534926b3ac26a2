import { execFileSync } from 'node:child_process';
import { deadLinks } from '../../build/release/dead-links';
import { filesIn, pages, readPage, repository } from './pieces';

/** What git knows of: a link to anything else would lead nowhere for others. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: repository })
  .toString()
  .trim()
  .split('\n');
const others = ['CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];

describe('links of the documentation', () => {
  test('each lead to a file and a heading that are there', () => {
    const read = new Map([...pages, ...filesIn('docs/api', '.md'), ...others].map((page) => [page, readPage(page)]));
    expect(deadLinks(read, files)).toEqual([]);
  });

  test('lead from the index to every page', () => {
    const linked = new Set([...readPage('docs/README.md').matchAll(/\]\(([^)#]+)/g)].map(([, to]) => `docs/${to}`));
    const unlinked = pages.filter(
      (page) => /^docs\/(?:guide\/)?[\w-]+\.md$/.test(page) && page !== 'docs/README.md' && !linked.has(page),
    );
    expect(unlinked).toEqual([]);
  });
});
