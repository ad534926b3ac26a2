import { compile } from './compile';
import { examples, filesIn, pages, readPage, snippets } from './pieces';
import { folders, neighbours, withPrelude } from './preludes';

test('every TypeScript snippet in the documentation and every example compiles', async () => {
  const all = pages.flatMap(snippets);
  expect(all.length).toBeGreaterThan(1);
  const programs = filesIn('examples', '.ts').map((path) => ({ path, code: readPage(path) }));
  expect(programs).not.toEqual([]);
  expect(await compile([...all, ...programs])).toBe('');
}, 60_000);

test.each(folders)('every docstring example in %s is found', (folder) => {
  const all = examples(folder);
  const written = filesIn(folder, '.ts').flatMap((file) => readPage(file).match(/\* @example/g) ?? []);
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter(({ code }) => code.trim() !== '')).toHaveLength(written.length);
});

test('every docstring example compiles', async () => {
  const all = folders.flatMap((folder) => examples(folder).map((example) => withPrelude(example, folder)));
  expect(new Set(all.map(({ path }) => path)).size).toBe(all.length);
  expect(await compile([...neighbours, ...all])).toBe('');
}, 60_000);

test('a snippet that does not compile is reported with its place', async () => {
  const wrong = withPrelude({ path: 'page/line-7.ts', code: 'await notify.sendPigeon({ templateId });' }, 'lib/notify');
  expect(await compile([wrong])).toMatch(/^page\/line-7\.ts.*'sendPigeon' does not exist/);
}, 60_000);
