import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { createNotifyStack } from '../../lib/construct/app/notify-stack';
import { breadth } from '../breadth';
import { configurations } from './configurations';
import { configure, nagPacks } from './nag-packs';

const strict = { '@aws-cdk/core:validateAgainstDefaultRules': true };
const noFlags = {};
const checked = breadth({ sample: ['nothing given', 'everything given'], full: Object.keys(configurations) });
const everyConfiguration = Object.entries(configurations)
  .filter(([name]) => checked.includes(name))
  .flatMap(([name, configuration]) => [
    { name, flags: 'no feature flags', context: noFlags, configuration },
    { name, flags: 'the recommended feature flags', context: recommendedFlags, configuration },
  ]);

/** An app that fails at synthesis for whatever cdk-nag or CloudFormation's own rules find. */
function strictApp(context: Record<string, unknown> = {}): App {
  const app = new App({ context: { ...context, ...strict } });
  Validations.of(app).addPlugins(...nagPacks(app));
  return app;
}

const quietly = (synthesize: () => void) => () => {
  const silenced = jest.spyOn(console, 'error').mockImplementation();
  try {
    synthesize();
  } finally {
    silenced.mockRestore();
  }
};

describe('NotifyPipeline: cdk-nag and CloudFormation validation', () => {
  const before = process.env['CDK_VALIDATION'];
  beforeAll(() => {
    process.env['CDK_VALIDATION'] = 'true';
  });
  afterAll(() => {
    process.env['CDK_VALIDATION'] = before;
  });

  test.each(everyConfiguration)(
    'every finding is acknowledged with a reason, with $name and $flags',
    ({ context, configuration }) => {
      const app = strictApp(context);
      configure(configuration, app);
      expect(quietly(() => app.synth())).not.toThrow();
    },
  );

  test('the checks find nothing in the app', () => {
    const app = strictApp();
    createNotifyStack(app);
    expect(quietly(() => app.synth())).not.toThrow();
  });

  test.each<[string, (stack: Stack) => void]>([
    ['AwsSolutions-SQS4', (stack) => void new Queue(stack, 'Queue')],
    ['Serverless-SQSRedrivePolicy', (stack) => void new Queue(stack, 'Queue')],
    ['HIPAA.Security-S3BucketVersioningEnabled', (stack) => void new Bucket(stack, 'Bucket')],
    ['NIST.800.53.R5-S3BucketVersioningEnabled', (stack) => void new Bucket(stack, 'Bucket')],
    ['PCI.DSS.321-S3BucketVersioningEnabled', (stack) => void new Bucket(stack, 'Bucket')],
    [
      "'soon' is not of type 'integer'",
      (stack) => new CfnQueue(stack, 'Queue').addPropertyOverride('VisibilityTimeout', 'soon'),
    ],
  ])('the checks report a careless stack: %s', (finding, careless) => {
    const app = strictApp();
    careless(new Stack(app, 'Careless'));
    expect(quietly(() => app.synth())).toThrow(finding);
  });
});
