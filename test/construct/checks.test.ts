import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { createNotifyStack } from '../../lib/construct/notify-stack';

const givenEverything = {
  encryptionKeyArn: 'arn:aws:kms:eu-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  eventBusName: 'central',
  alarmTopicArn: 'arn:aws:sns:eu-west-2:111111111111:on-call',
  removalPolicy: 'destroy',
  receipts: 'true',
  receivedTexts: 'true',
  receiptRoutes: 'staging=arn:aws:events:eu-west-2:222222222222:event-bus/staging',
};
const configurations: [string, Record<string, string>][] = [
  ['nothing given', {}],
  ['everything given', givenEverything],
];

const quietly = (synthesize: () => void) => () => {
  const silenced = jest.spyOn(console, 'error').mockImplementation();
  try {
    synthesize();
  } finally {
    silenced.mockRestore();
  }
};

const appWithNag = (context: Record<string, unknown> = {}): App => {
  const app = new App({ context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
};

describe('cdk-nag’s AwsSolutions', () => {
  test.each(configurations)('finds nothing that is not acknowledged with a reason, with %s', (_name, context) => {
    const app = appWithNag(context);
    createNotifyStack(app);
    expect(quietly(() => app.synth())).not.toThrow();
  });

  test('would find something', () => {
    const app = appWithNag();
    const queue = new Queue(new Stack(app, 'Careless'), 'Queue');
    expect(queue.encryptionMasterKey).toBeUndefined();
    expect(quietly(() => app.synth())).toThrow('AwsSolutions-SQS4');
  });
});

describe('CloudFormation’s own rules, as errors', () => {
  const strict = { '@aws-cdk/core:validateAgainstDefaultRules': true };
  const before = process.env['CDK_VALIDATION'];
  beforeAll(() => {
    process.env['CDK_VALIDATION'] = 'true';
  });
  afterAll(() => {
    process.env['CDK_VALIDATION'] = before;
  });

  test.each(configurations)('find nothing, with %s', (_name, context) => {
    const app = new App({ context: { ...strict, ...context } });
    createNotifyStack(app);
    expect(quietly(() => app.synth())).not.toThrow();
  });

  test('would find something', () => {
    const app = new App({ context: strict });
    const queue = new CfnQueue(new Stack(app, 'Careless'), 'Queue');
    queue.addPropertyOverride('VisibilityTimeout', 'soon');
    expect(quietly(() => app.synth())).toThrow("'soon' is not of type 'integer'");
  });
});
