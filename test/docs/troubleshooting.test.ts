import { filesIn, readPage } from './pieces';

/** Words of AWS, of Node and of Notify, which are in no file of ours. */
const ofOthers = new Set(['UnreservedConcurrentExecution', 'AccessDenied', 'MODULE_NOT_FOUND']);

const errors = [...readPage('docs/troubleshooting.md').matchAll(/^### `(.+)`$/gm)].map(([, words = '']) => words);
const code = ['lib', 'lambda', 'bin']
  .flatMap((folder) => filesIn(folder, '.ts'))
  .map(readPage)
  .join('\n');

describe('docs/troubleshooting.md', () => {
  test('has the twenty things that go wrong first, and more', () => {
    expect(errors.length).toBeGreaterThanOrEqual(20);
  });

  test.each(errors.filter((words) => !ofOthers.has(words)))('has the words of an error that there is: %s', (words) => {
    for (const part of words.split('…')) expect(code).toContain(part);
  });
});
