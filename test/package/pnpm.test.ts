import { Stranger } from './stranger';
import { pinned, sdk } from './tools';

const entries = ['events', 'notify', 'preflight', 'publisher', 'records', 'testing'].map(
  (name) => `cdk-govuk-notify/${name}`,
);

let stranger: Stranger;
beforeAll(async () => {
  stranger = new Stranger();
  for (const file of ['load.mjs', 'plain.mjs']) stranger.take({ [file]: file });
  await stranger.install({ ...sdk, ...pinned('aws-cdk-lib', 'constructs') }, 'pnpm');
});
afterAll(() => stranger.remove());

describe('installed by pnpm', () => {
  test('every entry loads, and finds the AWS SDK', async () => {
    const told = JSON.parse(await stranger.node(['load.mjs', ...entries], { AWS_REGION: 'eu-west-2' })) as {
      readonly names: object;
      readonly lost: readonly string[];
    };
    expect(Object.keys(told.names)).toEqual(entries);
    expect(told.lost).not.toContain('MODULE_NOT_FOUND');
  });

  test('a stack synthesizes with the CDK of the app', async () => {
    expect(await stranger.node(['plain.mjs'], { CDK_OUTDIR: 'out' })).toBe('true\n');
    expect(stranger.read('out', 'Service.template.json')).toContain('AWS::Lambda::Function');
  });
});
