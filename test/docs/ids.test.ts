import { defaultWorld } from '../../lib/testing';
import { examples, filesIn, pages, readPage } from './pieces';

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
/** `templateId: '…'` and `"template_id": "…"`, with whatever quotes. */
const templateIds = /\btemplate_?id\b["']?: ["']([^"']+)["']/gi;

const inWorld = new Set(
  defaultWorld().services.flatMap(({ templates }) => templates.filter(({ archived }) => !archived).map(({ id }) => id)),
);

/** Pages that show worlds and answers of their own. */
const ofOtherWorlds = new Set(['docs/guide/stand-in.md', 'docs/guide/stand-in-languages.md']);
const shown = [
  ...[...pages, ...['py', 'java', 'sh', 'ts'].flatMap((ending) => filesIn('examples', `.${ending}`))]
    .filter((path) => !ofOtherWorlds.has(path) && !path.startsWith('docs/decisions/'))
    .map((path) => ({ path, text: readPage(path) })),
  ...['lib/notify', 'lib/publisher', 'lib/preflight', 'lib/construct'].flatMap((folder) =>
    examples(folder).map(({ path, code }) => ({ path, text: code })),
  ),
];

describe('the ids of the examples', () => {
  test('are of templates that the stand-in has by itself', () => {
    const named = shown.flatMap(({ path, text }) =>
      [...text.matchAll(templateIds)].map(([, id = '']) => ({ path, id })),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ id }) => (id.match(uuid) ?? []).length > 0 && !inWorld.has(id))).toEqual([]);
  });
});
