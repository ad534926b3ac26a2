import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesToRead, repository } from '../../build/docs/pages';
import { stiffWordsIn } from '../../build/docs/plain-english';
import { readabilityOf } from '../../build/docs/readability';
import { filesIn } from './pieces';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** The files that have the words to avoid on purpose. */
const theWordsThemselves: ReadonlySet<string> = new Set([
  'build/docs/plain-english.ts',
  'test/docs/plain-english.test.ts',
]);

/** Each stiff word of a text, with its place and what to write instead. */
const stiffIn = (path: string, text = read(path)): readonly string[] =>
  stiffWordsIn(text).map(({ line, found, instead }) => `${path}:${line}: "${found}": write ${instead}`);

describe('plain English: the words to avoid', () => {
  test.each([
    ['Whoever sends needs it.', 'Whoever'],
    ['all but for letters', 'but for'],
    ['an event that tells\n * of it', 'tells of'],
    ['It says what became of a message.', 'what became of'],
    ['what it puts there it takes away again', 'takes away'],
    ['It waits, for Notify may work on it.', ', for Notify may'],
    ['It waits, for\n   // nobody knows more.', ', for nobody knows'],
    ['It is late: for the queue was full.', ': for the queue was'],
    ['The topic is notified, the function is told.', 'is told'],
    ['texts told by a callback', 'told by'],
    ['Nobody can tell.', 'can tell'],
    ['What tells this from others', 'tells this'],
    ['No sender hears of it.', 'hears of'],
    ['One that fails keeps the others from being sent.', 'keeps the others from being'],
  ])('are found in: %s', (text, found) => {
    expect(stiffWordsIn(text).map((finding) => finding.found)).toEqual([found]);
  });

  test.each([
    'the reason, for a person to read',
    'a rule, for messages that are urgent',
    'Set it, for example if the key is a team key.',
    'It waits for 30 seconds, because Notify may work on it.',
    'Take it, and go away.',
    'An invalid value stops synth and tells you the fix.',
    'Tell the publisher. It keeps a copy from the day before.',
    'const told = await pipeline.find(id);',
    'an address; a UUID',
  ])('are not seen in: %s', (text) => {
    expect(stiffWordsIn(text)).toEqual([]);
  });

  test('are in no page', () => {
    const unreleased = read('CHANGELOG.md')
      .split(/^## /m)
      .find((section) => section.startsWith('Unreleased'));
    expect(unreleased).toBeDefined();
    expect([...pagesToRead().flatMap((page) => stiffIn(page)), ...stiffIn('CHANGELOG.md', unreleased)]).toEqual([]);
  });
});

describe('plain English: the code that people read', () => {
  test.each(['lib', 'bin', 'lambda', 'local', 'build', 'examples', 'test', 'bench'])(
    'no docstring, comment, error, alarm or test name of %s/ has a word to avoid',
    (folder) => {
      const files = filesIn(folder, '.ts').filter((file) => !theWordsThemselves.has(file));
      expect(files).not.toEqual([]);
      expect(files.flatMap((file) => stiffIn(file))).toEqual([]);
    },
  );
});

describe('plain English: how hard a page is to read', () => {
  test('is measured by the words in a sentence and the syllables in a word', () => {
    const { sentenceLength, grade } = readabilityOf(
      '# Not this\n\nThe cat sat on the mat. It was *happy*.\n\n```\nno\n```\n',
    );
    expect(sentenceLength).toBe(4.5);
    expect(grade).toBeCloseTo(0.39 * 4.5 + (11.8 * 10) / 9 - 15.59, 5);
  });

  const measured = pagesToRead().map((page) => ({ page, ...readabilityOf(read(page)) }));

  test.each(
    measured.map(({ page, sentenceLength, grade }) => [page, sentenceLength.toFixed(1), grade.toFixed(1)] as const),
  )('%s has %s words a sentence (15 at most) and grade %s (8 at most)', (_, sentenceLength, grade) => {
    expect(Number(sentenceLength)).toBeLessThanOrEqual(15);
    expect(Number(grade)).toBeLessThanOrEqual(8);
  });
});
