import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { configurations } from '../../construct/configurations';
import { configure } from '../../construct/nag-packs';
import { always, byDefault } from './acknowledged';
import { checkov, install, lint, type Finding } from './find';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'template-checks-'));
  await install();
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true }));

function templateOf(stack: Stack, name: string): string {
  const path = join(folder, `${name.replaceAll(' ', '-')}.template.json`);
  writeFileSync(path, JSON.stringify(Template.fromStack(stack).toJSON()));
  return path;
}

const pipelineThatHas = (name: string): string => {
  const configuration = configurations[name];
  if (!configuration) throw new Error(`there is no configuration ${name}`);
  return templateOf(configure(configuration, new App()), name);
};

type Acknowledgements = typeof always;
const isAbout = ({ rule, resources }: Acknowledgements[number], finding: Finding): boolean =>
  rule === finding.rule && resources.test(finding.resource);
const unacknowledged = (findings: readonly Finding[], list: Acknowledgements): readonly Finding[] =>
  findings.filter((finding) => !list.some((each) => isAbout(each, finding)));
const unused = (findings: readonly Finding[], list: Acknowledgements): Acknowledgements =>
  list.filter((each) => !findings.some((finding) => isAbout(each, finding)));

describe('checkov', () => {
  test('finds nothing in a pipeline with everything given but what can have no prop', async () => {
    const { passed, findings } = await checkov(pipelineThatHas('everything given'));
    expect(passed).toBeGreaterThan(300);
    expect(unacknowledged(findings, always)).toEqual([]);
    expect(unused(findings, always)).toEqual([]);
  });

  test('finds nothing else in one with nothing given but a function URL for callbacks than what a prop satisfies', async () => {
    const { passed, findings } = await checkov(pipelineThatHas('receipts'));
    expect(passed).toBeGreaterThan(200);
    expect(unacknowledged(findings, [...always, ...byDefault])).toEqual([]);
    expect(unused(findings, byDefault)).toEqual([]);
  });
});

describe('cfn-lint', () => {
  test.each(['nothing given', 'everything given', 'receipts', 'receipts that others hand on', 'a VPC'])(
    'finds nothing in a pipeline with %s',
    async (name) => {
      expect(await lint(pipelineThatHas(name))).toEqual([]);
    },
  );
});

test('both find what is wrong with a careless queue', async () => {
  const stack = new Stack(new App(), 'Careless');
  new CfnQueue(stack, 'Queue').addPropertyOverride('VisibilityTimeout', 'soon');
  const template = templateOf(stack, 'careless');
  expect(await lint(template)).toContainEqual({ rule: 'E3012', resource: 'Queue' });
  expect((await checkov(template)).findings).toEqual([{ rule: 'CKV_AWS_27', resource: 'Queue' }]);
});
