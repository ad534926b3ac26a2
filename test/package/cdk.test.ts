import { devDependencies, peerDependencies, version } from '../../package.json';
import { thePackage } from './packed';
import { Stranger } from './stranger';
import { jestWithSwc, sdk, typescript } from './tools';

const lowest = (range: string): string => range.replace(/^\^/, '');

let stranger: Stranger;
beforeAll(() => {
  stranger = new Stranger();
  for (const file of ['tsconfig.json', 'remind.test.ts', 'plain.cjs', 'plain.mjs']) stranger.take({ [file]: file });
  for (const module of ['cts', 'mts']) stranger.take({ 'app.ts': `app.${module}` });
});
afterAll(() => stranger.remove());

describe.each([
  ['the CDK that it is built with', devDependencies],
  ['the lowest CDK that it takes', peerDependencies],
])('in an app that has %s', (_which, versions) => {
  beforeAll(async () => {
    const cdk = { 'aws-cdk-lib': lowest(versions['aws-cdk-lib']), constructs: lowest(versions.constructs) };
    await stranger.install({ ...cdk, ...sdk, ...typescript, ...jestWithSwc });
  });

  test('the CDK is that one', () => {
    const { version } = JSON.parse(stranger.read('node_modules/aws-cdk-lib/package.json')) as {
      readonly version: string;
    };
    expect(version).toBe(lowest(versions['aws-cdk-lib']));
  });

  test('strict TypeScript that uses all of it compiles, as CommonJS and as an ES module', async () => {
    expect(await stranger.run('tsc', '-p', '.')).toBe('');
  });

  test('app.cjs and app.mjs synthesize the same, and send to the stand-in', async () => {
    const templates = [];
    for (const module of ['cjs', 'mjs']) {
      const told = await stranger.node([`app.${module}`], { CDK_OUTDIR: `out-${module}` });
      expect(JSON.parse(told)).toMatchObject({ subject: 'Your appointment on Monday', publisher: 'function' });
      templates.push(JSON.parse(stranger.read(`out-${module}`, 'Service.template.json')) as Template);
    }
    const types = Object.values(templates[0]?.Resources ?? {}).map(({ Type }) => Type);
    expect(types).toEqual(expect.arrayContaining(['AWS::SQS::Queue', 'AWS::Lambda::Function', 'AWS::S3::Bucket']));
    expect(templates[1]).toEqual(templates[0]);
  });

  test('its tests run in Jest', async () => {
    expect(JSON.parse(await stranger.run('jest', '--json'))).toMatchObject({ success: true, numPassedTests: 2 });
  });

  test('its command line starts, and knows its version', async () => {
    expect(await stranger.run('cdk-govuk-notify', '--version')).toBe(`${version}\n`);
  });
});

describe.each(Object.entries(thePackage().nodes))('on Node %s', (_major, node) => {
  test.each(['plain.cjs', 'plain.mjs'])('%s synthesizes, and its pipeline is a construct of the app', async (file) => {
    expect(await stranger.node([file], { node, CDK_OUTDIR: 'out' })).toBe('true\n');
  });
});

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}
