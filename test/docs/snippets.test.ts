import { compile } from './compile';
import { examples, filesIn, pages, readPage, snippets } from './pieces';
import { folders, neighbours, withPrelude } from './preludes';

test('every TypeScript snippet of the documentation, every example and every docstring example compiles', async () => {
  const ofPages = pages.flatMap(snippets);
  const programs = filesIn('examples', '.ts').map((path) => ({ path, code: readPage(path) }));
  const ofDocstrings = folders.flatMap((folder) => examples(folder).map((example) => withPrelude(example, folder)));
  for (const some of [ofPages, programs, ofDocstrings]) expect(some).not.toEqual([]);
  const all = [...ofPages, ...programs, ...ofDocstrings];
  expect(new Set(all.map(({ path }) => path)).size).toBe(all.length);
  expect(await compile([...neighbours, ...all])).toBe('');
}, 60_000);

test.each(folders)('every docstring example in %s is found', (folder) => {
  const all = examples(folder);
  const written = filesIn(folder, '.ts').flatMap((file) => readPage(file).match(/\* @example/g) ?? []);
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter(({ code }) => code.trim() !== '')).toHaveLength(written.length);
});

test('a snippet that does not compile is reported with its place', async () => {
  const wrong = withPrelude({ path: 'page/line-7.ts', code: 'await notify.sendPigeon({ templateId });' }, 'lib/notify');
  expect(await compile([wrong])).toMatch(/^page\/line-7\.ts.*'sendPigeon' does not exist/);
}, 60_000);
