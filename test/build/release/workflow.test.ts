import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { config, scripts } from '../../../package.json';
import { repository } from '../../../build/package/entries';

const workflow = readFileSync(join(repository, '.github/workflows/release.yml'), 'utf8');
const steps = [...workflow.matchAll(/^ +(?:- )?run: (.*)$/gm)].map(([, command = '']) => command);

describe('the workflow that publishes', () => {
  test('publishes last, when everything has passed', () => {
    expect(steps.at(-1)).toBe('npm publish');
    expect(steps.slice(0, -1)).toEqual(
      expect.arrayContaining(['npm ci', 'npm run check', 'npm test', 'npm run test:package', 'npm run release:check']),
    );
  });

  test('runs only scripts that there are', () => {
    const names = steps.flatMap((step) => /^npm run (\S+)$/.exec(step)?.[1] ?? []);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('may prove who it is, and nothing more, and keeps no token', () => {
    expect(workflow).toMatch(/^permissions: \{\}$/m);
    expect(workflow.match(/^ +[\w-]+: write$/gm)).toEqual([expect.stringContaining('id-token: write')]);
    expect(workflow).not.toMatch(/secrets\.|TOKEN/);
  });

  test('takes each action at a commit that nobody can move', () => {
    const actions = workflow.match(/uses: .*/g) ?? [];
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/@[0-9a-f]{40} # v\d/.test(action))).toEqual([]);
  });

  test('builds on the Node that the functions run on', () => {
    expect(workflow).toContain(`node-version: ${config.nodeOfLambda}\n`);
  });
});
