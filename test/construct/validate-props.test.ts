import { Aws, Duration, Lazy, RemovalPolicy, Token } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { SecurityGroup, SubnetType, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { untrackedAfter } from '../../lambda/poll/cadence';
import { NotifyPipeline, CallbackRoute, type NotifyPipelineProps } from '../../lib';
import { letterDays } from '../../lib/construct/validation/retention';
import { validateProps } from '../../lib/construct/validation/validate-props';
import { emptyStack, pipelineInStack, warningsOf } from './stacks';

const apiKeySecret = Secret.fromSecretNameV2(emptyStack(), 'ApiKey', 'notify-key');
const signingSecret = Secret.fromSecretNameV2(emptyStack(), 'Signing', 'signing');
const aRoute = CallbackRoute.toEventBus(EventBus.fromEventBusName(emptyStack(), 'Bus', 'staging'), { signingSecret });
const token = Token.asNumber({ Ref: 'HowMany' });
const templateId = 'e0000000-0000-4000-8000-000000000003';
const vpc = Vpc.fromVpcAttributes(emptyStack(), 'Vpc', {
  vpcId: 'vpc-1234567890abcdef0',
  availabilityZones: ['eu-west-2a'],
});
const group = SecurityGroup.fromSecurityGroupId(emptyStack(), 'Group', 'sg-1234567890abcdef0');
const london = { account: '111111111111', region: 'eu-west-2' };
const arnIn = (region: string, service: string, name: string) => `arn:aws:${service}:${region}:222222222222:${name}`;
const validate =
  (props: Partial<NotifyPipelineProps>, here = london) =>
  () =>
    validateProps({ apiKeySecret, ...props }, here);

describe('validateProps: invalid values', () => {
  test.each<[string, Partial<NotifyPipelineProps>, RegExp]>([
    [
      'polling more than once a minute',
      { pollInterval: Duration.seconds(30) },
      /^pollInterval .* got 30 seconds: use Duration\.minutes\(1\) or more$/,
    ],
    [
      'polling at a minute and a half',
      { pollInterval: Duration.seconds(90) },
      /^pollInterval .* got 1 minute 30 seconds: use/,
    ],
    [
      'a canary of no template',
      { canary: { templateId: 'Newsletter' } },
      /^canary\.templateId must be a template ID, got 'Newsletter': copy the ID of an email template/,
    ],
    [
      'canaries every half minute',
      { canary: { templateId, every: Duration.seconds(30) } },
      /^canary\.every .* got 30 seconds: use Duration\.minutes\(1\) or more$/,
    ],
    [
      'a canary that may take an hour',
      { canary: { templateId, within: Duration.hours(1) } },
      /^canary\.within must be whole seconds from 10 to 600, got 1 hour: use/,
    ],
    [
      'a canary that may take a time that synth does not know',
      { canary: { templateId, within: Duration.seconds(token) } },
      /^canary\.within must be known at synth, .*: use Duration/,
    ],
    ['polling all the time', { pollInterval: Duration.seconds(0) }, /^pollInterval .* got 0 seconds: use/],
    [
      'keeping no records',
      { recordRetention: Duration.days(0) },
      /^recordRetention .* got 0 days: use Duration\.days\(15\) or more$/,
    ],
    [
      'keeping records for less long than a message can be held',
      { recordRetention: Duration.hours(15 * 24 - 1) },
      /^recordRetention must be at least 15 days, .* without its record we would send it again, got 14 days 23 hours: use/,
    ],
    [
      'keeping PDFs of letters for no time',
      { letterPdfRetention: Duration.days(0) },
      /^letterPdfRetention .* got 0 days: use Duration\.days\(1\) or more$/,
    ],
    [
      'keeping PDFs of letters for a day and a half',
      { letterPdfRetention: Duration.hours(36) },
      /^letterPdfRetention must be whole days, .* got 1 day 12 hours: use/,
    ],
    [
      'asking for received texts more than once a minute',
      { receivedTexts: true, receivedTextsPollInterval: Duration.seconds(30) },
      /^receivedTextsPollInterval must be whole minutes, .* got 30 seconds: use Duration\.minutes\(1\) or more$/,
    ],
    [
      'asking for received texts that are not on',
      { receivedTextsPollInterval: Duration.minutes(5) },
      /^receivedTextsPollInterval needs received texts, which are off: set receivedTexts to true, or leave it out$/,
    ],
    [
      'a token of receipts that are not on',
      { callbackTokenSecret: apiKeySecret },
      /^callbackTokenSecret needs callbacks, which are off: set callbacks to true, or leave it out$/,
    ],
    [
      'a route for receipts that are not on',
      { callbacks: false, callbackRoutes: { staging: aRoute } },
      /^callbackRoutes needs callbacks, which are off: set/,
    ],
    [
      'a route to itself',
      { callbacks: true, pipelineId: 'staging', callbackRoutes: { staging: aRoute } },
      /^callbackRoutes must not name the pipeline itself, got 'staging': leave it out$/,
    ],
    [
      'a route to no pipeline',
      { callbacks: true, callbackRoutes: { 'a/b': aRoute } },
      /^callbackRoutes must have pipeline ids as names, got 'a\/b': use/,
    ],
    [
      'a route without a secret to sign with',
      {
        callbacks: true,
        callbackRoutes: {
          staging: CallbackRoute.toEventBus(EventBus.fromEventBusName(emptyStack(), 'Bus', 'staging'), {
            signingSecret: undefined as unknown as ISecret,
          }),
        },
      },
      /^the callbackRoute to 'staging' must have a signingSecret, got none: use the secret/,
    ],
    [
      'callbacks that others hand on, without a secret that they sign with',
      { callbacks: true, routedCallbacks: { signingSecret: undefined as unknown as ISecret } },
      /^routedCallbacks must have a signingSecret, got none: use the secret/,
    ],
    [
      'callbacks that others hand on, where callbacks are not on',
      { routedCallbacks: { signingSecret } },
      /^routedCallbacks needs callbacks, which are off: set/,
    ],
    [
      'no secret',
      { apiKeySecret: undefined as unknown as ISecret },
      /^apiKeySecret is missing: set it to the secret with/,
    ],
    [
      'an interval of a token',
      { pollInterval: Duration.minutes(token) },
      /^pollInterval must be known at synth, .*: use/,
    ],
    [
      'an interval of received texts of a token',
      { receivedTexts: true, receivedTextsPollInterval: Duration.minutes(token) },
      /^receivedTextsPollInterval must be known at synth, .* got a token: use Duration\.minutes\(1\) or more$/,
    ],
    [
      'keeping records for a token of days',
      { recordRetention: Duration.days(token) },
      /^recordRetention must be known at synth or be in seconds, .* got one in days: use Duration\.seconds$/,
    ],
    [
      'keeping PDFs of letters for a token of seconds',
      { letterPdfRetention: Duration.seconds(token) },
      /^letterPdfRetention must be known at synth or be in days, .* got one in seconds: use Duration\.days$/,
    ],
    ['one batch at a time', { maxConcurrency: 1 }, /^maxConcurrency .* from 2 to 1000.* got 1: choose/],
    ['too many batches at a time', { maxConcurrency: 1001 }, /^maxConcurrency .* got 1001: choose/],
    ['half a batch', { maxConcurrency: 2.5 }, /^maxConcurrency .* got 2\.5: choose/],
    ['too little memory', { sendMemorySize: 511 }, /^sendMemorySize .* from 512 to 10240, got 511: choose/],
    ['too much memory', { urgentMemorySize: 10_241 }, /^urgentMemorySize .* got 10241: choose/],
    ['not a number of batches', { maxConcurrency: Number.NaN }, /^maxConcurrency .* got NaN: choose/],
    ['one urgent batch at a time', { urgentMaxConcurrency: 1 }, /^urgentMaxConcurrency .* got 1: choose/],
    [
      'no requests at all',
      { rateLimit: 0 },
      /^rateLimit .* at least 1, got 0: use the rate limit of your Notify service/,
    ],
    ['half a request', { rateLimit: 0.5 }, /^rateLimit .* got 0\.5: use/],
    ['less than no requests', { rateLimit: -3000 }, /^rateLimit .* got -3000: use/],
    ['a limit that is none', { rateLimit: Infinity }, /^rateLimit .* got Infinity: use/],
    ['no share', { rateShare: 0 }, /^rateShare must be more than 0 and at most 1.* got 0: choose/],
    ['a negative share', { rateShare: -0.5 }, /^rateShare .* got -0\.5: choose/],
    ['more than there is', { rateShare: 1.01 }, /^rateShare .* got 1\.01: choose/],
    ['not a share', { rateShare: Number.NaN }, /^rateShare .* got NaN: choose/],
    [
      'less than one request a minute',
      { rateShare: 0.0003 },
      /^rateLimit times rateShare .* got 3000 times 0\.0003: raise/,
    ],
    ['half of one request a minute', { rateLimit: 1, rateShare: 0.5 }, /^rateLimit times .* got 1 times 0\.5: raise/],
    ['giving up before the first failure', { maxFailures: 0 }, /^maxFailures .* from 1 to 100, got 0: choose/],
    ['giving up too late', { maxFailures: 101 }, /^maxFailures .* got 101: choose/],
    ['half a failure', { maxFailures: 1.5 }, /^maxFailures .* got 1\.5: choose/],
    ['an empty pipeline id', { pipelineId: '' }, /^pipelineId .* got '': leave it out or choose another$/],
    ['a pipeline id with a slash', { pipelineId: 'prod/1' }, /^pipelineId .* got 'prod\/1': leave/],
    [
      'a pipeline id of 61 characters',
      { pipelineId: 'p'.repeat(61) },
      /^pipelineId must be 1 to 60 letters.* got 'p{61}': leave/,
    ],
    ['a pipeline id with a line feed at its end', { pipelineId: 'prod\n' }, /^pipelineId/],
    [
      'an address that is none',
      { notifyBaseUrl: 'notify' },
      /^notifyBaseUrl .* got 'notify': leave it out to use GOV\.UK Notify$/,
    ],
    ['an address of another protocol', { notifyBaseUrl: 'ftp://notify.example' }, /^notifyBaseUrl .* got 'ftp:/],
    [
      'a snapshot of a queue',
      { removalPolicy: RemovalPolicy.SNAPSHOT },
      /^removalPolicy must not be 'snapshot'.*: use RETAIN or DESTROY$/,
    ],
    ['subnets of no VPC', { vpcSubnets: {} }, /^vpcSubnets must come with vpc, got none: set vpc to their VPC/],
    [
      'subnets and security groups of no VPC',
      { vpcSubnets: {}, securityGroups: [group] },
      /^vpcSubnets and securityGroups must come with vpc/,
    ],
    [
      'no security group at all',
      { vpc, securityGroups: [] },
      /^securityGroups must have at least one security group, got none: add/,
    ],
  ])('an invalid prop is refused with its value and what to do: %s', (_what, props, message) => {
    expect(validate(props)).toThrow(message);
  });

  test('an invalid prop stops the construct from being made, so nothing is synthesized', () => {
    expect(() => pipelineInStack({ pollInterval: Duration.seconds(10) })).toThrow('got 10 seconds');
    expect(() => new NotifyPipeline(emptyStack(), 'Notify', {} as NotifyPipelineProps)).toThrow(
      /^Stack\/Notify: apiKeySecret is missing/,
    );
  });

  test('all invalid props are named at once', () => {
    expect(validate({ maxConcurrency: 0, pipelineId: 'a b' })).toThrow(/pipelineId.*; maxConcurrency/);
    expect(validate({ rateLimit: 0, rateShare: 2 })).toThrow(/^rateLimit must [^;]*; rateShare must [^;]*$/);
  });
});

describe('validateProps: valid values', () => {
  test.each<[string, Partial<NotifyPipelineProps>]>([
    ['nothing but the secret', {}],
    [
      'the least of everything',
      {
        pollInterval: Duration.minutes(1),
        recordRetention: Duration.days(15),
        maxConcurrency: 2,
        urgentMaxConcurrency: 2,
        rateLimit: 1000,
        rateShare: 0.001,
        maxFailures: 1,
        pipelineId: 'p',
      },
    ],
    [
      'a great deal of everything',
      {
        pollInterval: Duration.days(1),
        recordRetention: Duration.days(3650),
        maxConcurrency: 1000,
        urgentMaxConcurrency: 1000,
        rateLimit: 1_000_000,
        rateShare: 1,
        maxFailures: 100,
        pipelineId: 'Aa0._-'.repeat(10),
      },
    ],
    ['an interval said in seconds', { pollInterval: Duration.seconds(120) }],
    ['the stand-in on this machine', { notifyBaseUrl: 'http://127.0.0.1:6011' }],
    ['records and queues that go with the stack', { removalPolicy: RemovalPolicy.DESTROY }],
    ['records that stay unless the stack failed to start', { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }],
  ])('a valid prop is accepted: %s', (_what, props) => {
    expect(validate(props)).not.toThrow();
  });

  test('values known only at deployment are accepted', () => {
    const later = Lazy.string({ produce: () => 'later' });
    const numbers = { maxConcurrency: token, rateLimit: token, rateShare: token, maxFailures: token };
    expect(validate({ pipelineId: later, notifyBaseUrl: later, ...numbers })).not.toThrow();
    expect(validate({ rateLimit: 1, rateShare: token })).not.toThrow();
    expect(validate({ rateLimit: token, rateShare: 0.001 })).not.toThrow();
    const kept = { recordRetention: Duration.seconds(token), letterPdfRetention: Duration.days(token) };
    expect(() => pipelineInStack(kept).template()).not.toThrow();
  });
});

describe('validateProps: resources in another region', () => {
  const of = (region: string): Partial<NotifyPipelineProps> => {
    const stack = emptyStack();
    const bus = (name: string) => EventBus.fromEventBusArn(stack, name, arnIn(region, 'events', `event-bus/${name}`));
    const secret = (name: string) =>
      Secret.fromSecretCompleteArn(stack, name, arnIn(region, 'secretsmanager', `secret:${name}-AbCdEf`));
    return {
      apiKeySecret: secret('key'),
      callbacks: true,
      callbackTokenSecret: secret('token'),
      eventBus: bus('central'),
      encryptionKey: Key.fromKeyArn(stack, 'encryption', arnIn(region, 'kms', 'key/1234')),
      alarmTopics: { p1: Topic.fromTopicArn(stack, 'on-call', arnIn(region, 'sns', 'on-call')) },
      callbackRoutes: {
        staging: CallbackRoute.toEventBus(bus('staging'), { signingSecret: secret('to staging') }),
        test: CallbackRoute.toQueue(Queue.fromQueueArn(stack, 'test', arnIn(region, 'sqs', 'test')), {
          signingSecret: secret('to test'),
        }),
      },
      routedCallbacks: { signingSecret: secret('from others') },
    };
  };

  test('each resource in another region is refused by name, with what to do', () => {
    const given = ['apiKeySecret', 'callbackTokenSecret', 'eventBus', 'encryptionKey', 'alarmTopics.p1'];
    const signing = ["the signingSecret of the callbackRoute to 'staging'", 'the signingSecret of routedCallbacks'];
    for (const name of [...given, "the callbackRoute to 'staging'", "the callbackRoute to 'test'", ...signing]) {
      expect(validate(of('eu-west-1'))).toThrow(
        `${name} is in region eu-west-1 and not eu-west-2, and the pipeline cannot reach other regions: use one in the pipeline's region`,
      );
    }
  });

  test('a resource in another region stops the construct from being made', () => {
    const stack = emptyStack('Stack', { env: london });
    const eventBus = EventBus.fromEventBusArn(stack, 'Bus', arnIn('eu-west-1', 'events', 'event-bus/b'));
    expect(() => pipelineInStack({ eventBus }, stack)).toThrow('eventBus is in region eu-west-1 and not eu-west-2');
  });

  test('another account in the same region is accepted, and so is a region known only at deployment', () => {
    expect(validate(of('eu-west-2'))).not.toThrow();
    expect(validate(of('eu-west-1'), emptyStack())).not.toThrow();
    expect(validate(of(Aws.REGION))).not.toThrow();
  });
});

describe('NotifyPipeline: short recordRetention', () => {
  const warnings = (recordRetention: Duration) => warningsOf(pipelineInStack({ recordRetention }).stack);

  test('records that expire before a letter’s outcome is certain give a warning, with what to do', () => {
    expect(warnings(Duration.days(59))).toEqual([
      expect.stringMatching(
        /^recordRetention is 59 days, but .* for 60 days, .*: use Duration\.days\(60\) or more\. If you send no letters, acknowledge this warning \[ack: cdk-govuk-notify:shortRecordRetention\]$/,
      ),
    ]);
  });

  test('records that last as long as Notify is polled give no warning', () => {
    expect(Duration.days(letterDays).toMilliseconds()).toBe(untrackedAfter.letter);
    expect(warnings(Duration.days(letterDays))).toEqual([]);
  });
});

describe('NotifyPipeline: subnets', () => {
  const { PUBLIC, PRIVATE_ISOLATED, PRIVATE_WITH_EGRESS } = SubnetType;
  const inVpcOf = (types: readonly SubnetType[], props: Partial<NotifyPipelineProps> = {}) => {
    const stack = emptyStack();
    const subnetConfiguration = types.map((subnetType) => ({ name: subnetType, subnetType }));
    const natGateways = types.includes(PRIVATE_WITH_EGRESS) ? 1 : 0;
    // A Vpc is an IVpc, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
    const vpc = new Vpc(stack, 'Vpc', { subnetConfiguration, natGateways }) as IVpc;
    return warningsOf(pipelineInStack({ vpc, ...props }, stack).stack);
  };

  test.each<[string, SubnetType[], Partial<NotifyPipelineProps>]>([
    ['a VPC that has no others', [PUBLIC], {}],
    ['their choice', [PUBLIC, PRIVATE_WITH_EGRESS], { vpcSubnets: { subnetType: PUBLIC } }],
  ])('public subnets are refused, whether by %s', (_why, types, props) => {
    expect(() => inVpcOf(types, props)).toThrow(
      /^Stack\/Notify: vpcSubnets must be private, .*: choose subnets with a NAT gateway/,
    );
  });

  test.each<[string, SubnetType[], Partial<NotifyPipelineProps>]>([
    ['a VPC without a NAT gateway', [PUBLIC, PRIVATE_ISOLATED], {}],
    ['their choice', [PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED], { vpcSubnets: { subnetType: PRIVATE_ISOLATED } }],
  ])('isolated subnets give a warning, whether by %s', (_why, types, props) => {
    expect(inVpcOf(types, props)).toEqual([
      expect.stringMatching(/^the functions run in isolated subnets and .*\[ack: cdk-govuk-notify:isolatedSubnets\]$/),
    ]);
  });

  test('subnets with a NAT gateway give no warning, and neither does a VPC still to be looked up', () => {
    expect(inVpcOf([PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED])).toEqual([]);
    const stack = emptyStack('Stack', { env: london });
    pipelineInStack({ vpc: Vpc.fromLookup(stack, 'Vpc', { isDefault: true }) }, stack);
    expect(warningsOf(stack)).toEqual([]);
  });
});
