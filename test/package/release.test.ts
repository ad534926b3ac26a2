import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository, run } from './run';

/** A copy of this repository with a history of its own, in which everything is committed. */
let copy: string;
beforeAll(async () => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'release-')));
  const told = await run(repository, 'git', [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
  ]);
  const deleted = new Set((await run(repository, 'git', ['ls-files', '-z', '--deleted'])).split('\0'));
  for (const file of told.split('\0').filter((each) => each && !deleted.has(each))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(repository, file), join(copy, file));
  }
  // A link would not be ignored, as the folder is.
  writeFileSync(join(copy, '.gitignore'), `${readFileSync(join(copy, '.gitignore'), 'utf8')}\n/node_modules\n`);
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'junction');
  await run(copy, 'git', ['init', '--quiet']);
  await commit();
});
afterAll(() => rmSync(copy, { recursive: true }));

async function commit(): Promise<void> {
  const who = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com', '-c', 'commit.gpgsign=false'];
  await run(copy, 'git', ['add', '--all']);
  await run(copy, 'git', [...who, 'commit', '--quiet', '--message', 'all']);
}

const releaseCheck = (): Promise<string> => run(copy, 'npm', ['run', '--silent', 'release:check']);

function change(file: string, by: (content: string) => string): void {
  writeFileSync(join(copy, file), by(readFileSync(join(copy, file), 'utf8')));
}

describe('npm run release:check', () => {
  test('names the address of the repository while it is missing, checks the rest, and ends with an error', async () => {
    const refused = await releaseCheck().catch((error: Error) => error.message);
    expect(refused).toContain('package.json has no repository');
    expect(refused).toMatch(/^ok +its types agree with its code$/m);
    expect(refused).toContain('It cannot be published yet');
  });

  test('refuses a tree that is not clean, and packs nothing of it', async () => {
    change('README.md', (readme) => `${readme}\nmore\n`);
    const refused = await releaseCheck().catch((error: Error) => error.message);
    expect(refused).toContain('the working tree is not clean');
    expect(refused).not.toContain('it can be packed');
  });

  test('is content when all is there', async () => {
    const repositoryUrl = 'git+https://example.com/team/cdk-govuk-notify.git';
    change('package.json', (text) => {
      const manifest = JSON.parse(text) as object;
      const known = {
        repository: { url: repositoryUrl },
        homepage: 'https://example.com',
        bugs: { url: 'https://example.com' },
      };
      return `${JSON.stringify({ ...manifest, ...known }, undefined, 2)}\n`;
    });
    const { version } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as { readonly version: string };
    change('CHANGELOG.md', (text) => text.replace('## Unreleased', `## ${version}`));
    await commit();
    const told = await releaseCheck();
    expect(told).not.toContain('NOT YET');
    expect(told).toContain('It can be published.');
  });
});
