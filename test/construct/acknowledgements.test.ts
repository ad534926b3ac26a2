import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledgements } from '../../lib/construct/validation/acknowledgements';
import { configurations } from './configurations';
import { configure, findingsIn } from './nag-packs';

/** A rule and why its findings about one construct, and what it is made of, are left. */
interface Acknowledged {
  readonly rule: string;
  readonly reason: string;
  readonly path: string;
}

const acknowledgedBy = ({ node }: IConstruct): readonly Acknowledged[] =>
  node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([rule, reason]) => ({ rule: rule.replace(/^annotation::/i, ''), reason, path: node.path }));

/** What is acknowledged in every configuration, and whether the packs find it there. */
const everywhere = Object.values(configurations).flatMap((configuration) => {
  const app = new App();
  const stack = configure(configuration, app);
  const findings = findingsIn(app);
  return stack.node
    .findAll()
    .flatMap(acknowledgedBy)
    .map((each) => ({
      ...each,
      isFound: findings.some(([rule, path]) => rule === each.rule && `${path}/`.startsWith(`${each.path}/`)),
    }));
});
const reasonOf = (acknowledged: Acknowledged): string => `${acknowledged.rule}: ${acknowledged.reason}`;

const page = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');
const [, section = ''] = /^## What cdk-nag finds\n([^]*?)^## /m.exec(page) ?? [];
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('acknowledged findings of cdk-nag', () => {
  test('each acknowledgement is used, and finds what it is about in some configuration', () => {
    const found = new Set(everywhere.filter(({ isFound }) => isFound).map(reasonOf));
    const declared = Object.values(acknowledgements).flatMap(({ rules, reason }) =>
      rules.map((rule) => `${rule}: ${reason}`),
    );
    expect(declared.filter((each) => !found.has(each))).toEqual([]);
  });

  test('nothing of the pipeline is acknowledged with a reason that the list does not have', () => {
    const declared = new Set<string>(Object.values(acknowledgements).map(({ reason }) => reason));
    const others = everywhere.filter(({ path, reason }) => path.startsWith('Stack/Notify') && !declared.has(reason));
    expect(others).toEqual([]);
  });

  test('docs/security.md names every rule with its reason, and no other', () => {
    const documented = rows.flatMap(([rules = '', reason = '']) =>
      [...rules.matchAll(/`([^`]+)`/g)].map(([, rule = '']) => `${rule}: ${reason}`),
    );
    const suffixes = Object.values(acknowledgements).flatMap(({ rules, reason }) => [
      ...new Set(rules.map((rule) => `${rule.replace(/^[^-]+-/, '')}: ${reason}`)),
    ]);
    expect(documented.toSorted()).toEqual(suffixes.toSorted());
  });
});
