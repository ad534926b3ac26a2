import { App, Stack, Validations, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { createNotifyStack } from '../../lib/construct/app/notify-stack';
import { configurations, type Configuration } from './configurations';
import { pipelineInStack } from './stacks';

const strict = { '@aws-cdk/core:validateAgainstDefaultRules': true };
const noFlags = {};
const everyConfiguration = Object.entries(configurations).flatMap(([name, configuration]) => [
  { name, flags: 'no feature flags', context: noFlags, configuration },
  { name, flags: 'the recommended feature flags', context: recommendedFlags, configuration },
]);

const nagPacks = (app: App): IPolicyValidationPlugin[] => [new AwsSolutionsChecks(app), new ServerlessChecks(app)];

/** An app that fails at synthesis for whatever cdk-nag or CloudFormation's own rules find. */
function strictApp(context: Record<string, unknown> = {}): App {
  const app = new App({ context: { ...context, ...strict } });
  Validations.of(app).addPlugins(...nagPacks(app));
  return app;
}

function configure({ props, use }: Configuration, stack: Stack): void {
  const { pipeline } = pipelineInStack(props?.(stack), stack);
  use?.(pipeline, stack);
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
      configure(configuration, new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-2' } }));
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
