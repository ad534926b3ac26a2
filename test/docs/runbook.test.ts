import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allAlarmIds } from '../construct/alarm-ids';
import { commandsOf, notTried, tried } from './runbook-drills';

const runbook = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');
const alarms = /\n## Alarms\n(.*?)\n## /s.exec(runbook)?.[1] ?? '';
const pages = new Map(
  alarms
    .split('\n### ')
    .slice(1)
    .map((page) => [page.split('\n', 1)[0] ?? '', page] as const),
);
const every = ['ServiceHealth', ...allAlarmIds];

/** What GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

describe('runbook', () => {
  test('there is a page for every alarm, and an alarm for every page', () => {
    expect([...pages.keys()].sort()).toEqual([...every].sort());
  });

  test.each(every)(
    'the page of %s says how urgent it is, what it means, how to look and mend, and what comes after',
    (id) => {
      const page = pages.get(id) ?? '';
      expect(page).toMatch(/\n\nP[123]\. \S.+\n/);
      for (const part of ['Look', 'Fix', 'After recovery'])
        expect(page).toMatch(new RegExp(`\n- \\*\\*${part}:\\*\\* \\S`));
    },
  );

  test('every link within the page leads to a heading', () => {
    const anchors = new Set([...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
    const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((anchor) => !anchors.has(anchor ?? ''))).toEqual([]);
  });

  test('every command is one of the command line, with options that it has', () => {
    const lines = [...runbook.matchAll(/npx cdk-govuk-notify ([a-z-]+)([^\n`]*)/g)];
    const wrong = lines.flatMap(([line, name = '', rest = '']) => {
      const file = join(__dirname, `../../bin/commands/${name}.ts`);
      const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const options = [...rest.matchAll(/--([a-z-]+)/g)].map(([, option = '']) => option);
      return source !== '' && options.every((option) => source.includes(`--${option}`)) ? [] : [line];
    });
    expect(lines.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  test('every command is run by the test of the runbook against an emulator, or is among those that it cannot run', () => {
    expect([...tried, ...Object.keys(notTried)].sort()).toEqual([...commandsOf('docs/runbook.md')].sort());
  });

  test('every drill says what of it was tried', () => {
    const [, after = ''] = runbook.split('\n## Drills\n');
    const drills = after.split('\n### ').slice(1);
    const untold = drills
      .filter((drill) => !/^(Tried|Not tried): \S/m.test(drill))
      .map((drill) => drill.split('\n')[0]);
    expect(drills.length).toBeGreaterThan(10);
    expect(untold).toEqual(['Know what it costs']);
  });
});
