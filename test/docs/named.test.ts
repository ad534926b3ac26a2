import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../bin/commands/commands';
import { generatedPages } from '../../build/docs/generated';
import { pagesToRead, repository } from '../../build/docs/pages';
import { membersOf } from '../../build/docs/members';
import { metricMembers, propMembers, variableMembers } from '../../build/docs/reference';
import { environment } from '../../lib/contract/environment';
import { detailTypes } from '../../lib/contract/events';
import { metrics } from '../../lib/contract/metrics';
import { propKinds } from '../../lib/construct/validation/prop-kinds';
import { allAlarmIds } from '../construct/alarm-ids';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const pages = pagesToRead().map(read).join('\n');

/** Every text in an object, however deep. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsIn);

const byName = (one = '', other = ''): number => one.localeCompare(other);
const isNamed = (name: string): boolean => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(pages);

describe('the guides name', () => {
  test.each([
    ['prop', Object.keys(propKinds)],
    ['command', [...commands.keys()].map((command) => `cdk-govuk-notify ${command}`)],
    ['detail type of an event', Object.values(detailTypes)],
    ['metric', Object.values(metrics.names)],
    ['alarm', allAlarmIds],
    ['environment variable', [...textsIn(environment), 'NOTIFY_API_KEY']],
  ])('every %s', (_, names) => {
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !isNamed(name))).toEqual([]);
  });

  test('nothing that there is not', () => {
    expect(isNamed('notAProp')).toBe(false);
    expect(isNamed('Sen')).toBe(false);
  });
});

describe('the pages that are made from the code', () => {
  test('say of every prop, metric and environment variable what it is', () => {
    const members = [...propMembers(), ...metricMembers(), ...variableMembers()];
    expect(members.filter(({ about }) => about === '').map(({ name }) => name)).toEqual([]);
  });

  test('have every prop, metric and environment variable', () => {
    expect(
      propMembers()
        .map(({ name }) => name)
        .sort(byName),
    ).toEqual(Object.keys(propKinds).sort(byName));
    expect(
      metricMembers()
        .map(({ value }) => value)
        .sort(byName),
    ).toEqual(Object.values(metrics.names).sort(byName));
    expect(
      variableMembers()
        .map(({ value }) => value)
        .sort(byName),
    ).toEqual([...textsIn(environment)].sort(byName));
  });

  test('cannot be made of an interface that there is not', () => {
    expect(() => membersOf('lib/contract/metrics.ts', 'nothing')).toThrow('lib/contract/metrics.ts has no nothing');
  });

  test.each([...generatedPages.keys()])('%s is what `npm run docs:reference` and `npm run docs:cli` write', (path) => {
    expect(read(path)).toBe(generatedPages.get(path)?.());
  });
});
