import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { config, engines, scripts } from '../../package.json';

const repository = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

describe('what contributors find', () => {
  const workflow = read('.github/workflows/ci.yml');

  test('CI runs all that a fresh machine must pass', () => {
    expect(workflow).toMatch(/^ +- run: \.ci\/run$/m);
  });

  test('it runs every test, and those of which npm test runs a sample in full', () => {
    const steps = read('.ci/run').split('\n');
    expect(steps).toEqual(expect.arrayContaining(['npm test', 'npm run test:breadth']));
    expect(scripts['test:breadth']).toMatch(/^BREADTH=full jest /);
  });

  test('CI runs the tests on the lowest Node that is promised, on that of Lambda and on those between', () => {
    const nodes = /node: \[(.*)\]/.exec(workflow)?.[1]?.match(/[\d.]+/g);
    const lowest = engines.node.replace('>=', '');
    expect(nodes).toEqual([lowest, '22', config.nodeOfLambda.split('.')[0]]);
    expect(read('.nvmrc').trim()).toBe(lowest);
  });

  test('npm says what is known to be vulnerable', () => {
    expect(read('.npmrc')).not.toMatch(/audit/);
  });
});

describe('commit subjects', () => {
  let folder: string;
  const git = (...terms: string[]): string => execFileSync('git', terms, { cwd: folder, encoding: 'utf8' });
  const commit = (subject: string): string =>
    git('-c', 'user.name=a', '-c', 'user.email=a@example.gov.uk', 'commit', '--quiet', '--allow-empty', '-m', subject);
  const check = (): string =>
    execFileSync(join(repository, '.ci/subjects'), ['HEAD~1..HEAD'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'subjects-'));
    git('init', '--quiet');
    commit('Begin');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('of 72 characters pass', () => {
    commit('x'.repeat(72));
    expect(check()).toBe('');
  });

  test('of more are refused by name', () => {
    commit('y'.repeat(73));
    expect(check).toThrow(`subjects longer than 72 characters:\n`);
    expect(check).toThrow('y'.repeat(73));
  });
});
