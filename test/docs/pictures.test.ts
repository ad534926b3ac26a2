import { posix } from 'node:path';
import { filesIn, pages, readPage } from './pieces';

/** The pictures that the pages show, with what is said of each, by their path from the repository. */
const shown = pages.flatMap((page) =>
  [...readPage(page).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, says = '', path = '']) => ({
    says,
    path: posix.join(posix.dirname(page), path),
  })),
);

describe('the pictures of the documentation', () => {
  test('are all there, and all shown', () => {
    expect(['.png', '.svg'].flatMap((ending) => filesIn('docs/pictures', ending)).toSorted()).toEqual(
      [...new Set(shown.map(({ path }) => path))].toSorted(),
    );
  });

  test('say in words what they show', () => {
    expect(shown.filter(({ says }) => says.length < 20)).toEqual([]);
  });
});
