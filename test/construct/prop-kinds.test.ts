import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, Duration, Lazy, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as exported from '../../lib';
import { attributeKinds, propKinds } from '../../lib/construct/validation/prop-kinds';
import { emptyStack } from './stacks';

const { CallbackRoute, InvalidSettingsError, NotifyPipeline } = exported;

const stack = emptyStack('Elsewhere');
const apiKeySecret = Secret.fromSecretNameV2(stack, 'ApiKey', 'notify-key');
const queue = new Queue(stack, 'Queue');
const bus = new EventBus(stack, 'Bus');
const key = new Key(stack, 'Key');
const topic = new Topic(stack, 'Topic');
const vpc = new Vpc(stack, 'Vpc') as IVpc;
const group = new SecurityGroup(stack, 'Group', { vpc });
const subnet = new Subnet(stack, 'Subnet', { availabilityZone: 'a', cidrBlock: '10.0.0.0/24', vpcId: 'vpc-1' });

/** The static methods of a class as code without types sees them. */
const untyped = (of: unknown) => of as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** Makes a pipeline as code without types does. */
function make(props: unknown): void {
  const app = new App({ treeMetadata: false });
  Reflect.construct(NotifyPipeline, [new Stack(app, 'MyService'), 'Notify', props]);
}

function errorOf(props: unknown): Error {
  try {
    make(props);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it was taken');
}

/** The name and the type of each property of an interface, as they are written. */
function propertiesOf(file: string, name: string): Readonly<Record<string, string>> {
  const source = readFileSync(join(__dirname, '../../lib/construct', file), 'utf8');
  const [, body = ''] = new RegExp(`export interface ${name} \\{\\n([^]*?)^\\}`, 'm').exec(source) ?? [];
  return Object.fromEntries(
    [...body.matchAll(/^ {2}readonly (\w+)\??: (.+);$/gm)].map(([, prop, type]) => [prop, type]),
  );
}

describe('the table of kinds', () => {
  test.each([
    ['notify-pipeline-props.ts', 'NotifyPipelineProps', propKinds],
    ['imported-pipeline.ts', 'NotifyPipelineAttributes', attributeKinds],
  ])('of %s has every property of %s with its type, and no other', (file, name, kinds) => {
    const inTable = Object.fromEntries(Object.entries(kinds).map(([prop, { type }]) => [prop, type]));
    expect(inTable).toEqual(propertiesOf(file, name));
  });
});

describe('without TypeScript, an error says of which construct it is, what was given and what to do', () => {
  test.each<[string, unknown, string]>([
    ['no props', undefined, 'the props of a NotifyPipeline must be an object, got none: give { apiKeySecret: … }'],
    ['null for props', null, 'the props of a NotifyPipeline must be an object, got null: give { apiKeySecret: … }'],
    [
      'an array of props',
      [],
      'the props of a NotifyPipeline must be an object, got an array: give { apiKeySecret: … }',
    ],
    ['no secret', {}, 'apiKeySecret is missing: set it to the secret'],
    [
      'the name of the secret',
      { apiKeySecret: 'notify-key' },
      'apiKeySecret must be a secret, got a string: use Secret.fromSecretNameV2 with its name',
    ],
    ['another construct for the secret', { apiKeySecret: key }, 'apiKeySecret must be a secret, got a Key: use Secret'],
    [
      'a number for a duration',
      { apiKeySecret, pollInterval: 5 },
      'pollInterval must be a finite Duration, got 5: use one such as Duration.days(30)',
    ],
    [
      'a duration that is none',
      { apiKeySecret, recordRetention: Duration.days(NaN) },
      'recordRetention must be a finite Duration',
    ],
    ['an endless duration', { apiKeySecret, recordRetention: Duration.days(Infinity) }, 'recordRetention must be'],
    [
      'yes for true',
      { apiKeySecret, callbacks: 'yes' },
      "callbacks must be true or false, and known at synth, got 'yes': use true or false, without quotes",
    ],
    ['a token for true', { apiKeySecret, letterPdfs: Lazy.string({ produce: () => 'true' }) }, 'got a token: use true'],
    ['null', { apiKeySecret, eventBus: null }, 'eventBus must be an event bus, got null: use an EventBus'],
    [
      'a text for a selection of events',
      { apiKeySecret, events: 'all' },
      "events must be an EventSelection, got 'all': use one such as EventSelection.finalOnly()",
    ],
    ['a number in quotes', { apiKeySecret, rateLimit: '3000' }, "rateLimit must be a number, got '3000': use a number"],
    ['no number', { apiKeySecret, rateLimit: NaN }, 'rateLimit must be a whole number of requests a minute'],
    [
      'less than nothing',
      { apiKeySecret, maxFailures: -1 },
      'maxFailures must be a whole number from 1 to 100, got -1',
    ],
    ['an array for a text', { apiKeySecret, pipelineId: ['a'] }, 'pipelineId must be text, got an array: use a string'],
    [
      'a function',
      { apiKeySecret, notifyBaseUrl: () => '' },
      'notifyBaseUrl must be text, got a function: use a string',
    ],
    ['a list that is a token', { apiKeySecret, pipelineId: Token.asList({ Ref: 'Ids' }) }, 'pipelineId must be text'],
    [
      'days that no log has',
      { apiKeySecret, logRetention: 2 },
      'logRetention must be one of RetentionDays, got 2: use',
    ],
    [
      'a policy there is not',
      { apiKeySecret, removalPolicy: 'keep' },
      "removalPolicy must be a RemovalPolicy, got 'keep'",
    ],
    [
      'a queue for a topic',
      { apiKeySecret, alarmTopic: queue },
      'alarmTopic must be an SNS topic, got a Queue: use a Topic',
    ],
    [
      'a bucket for a key',
      { apiKeySecret, encryptionKey: new Bucket(stack, 'Bucket') },
      'must be a KMS key, got a Bucket',
    ],
    ['the id of a VPC', { apiKeySecret, vpc: 'vpc-1' }, "vpc must be a VPC, got 'vpc-1': use a Vpc, or Vpc.fromLookup"],
    [
      'subnets in an array',
      { apiKeySecret, vpc, vpcSubnets: [subnet] },
      'vpcSubnets must be a SubnetSelection, got an array',
    ],
    [
      'a subnet',
      { apiKeySecret, vpc, vpcSubnets: subnet },
      'vpcSubnets must be a SubnetSelection, got a Subnet: use an object',
    ],
    [
      'one security group',
      { apiKeySecret, vpc, securityGroups: group },
      'securityGroups must be an array of security groups',
    ],
    [
      'ids of groups',
      { apiKeySecret, vpc, securityGroups: ['sg-1'] },
      'securityGroups must be an array of security groups',
    ],
    [
      'a bus for a route',
      { apiKeySecret, callbacks: true, callbackRoutes: { staging: bus } },
      'callbackRoutes must be an object',
    ],
    [
      'the name of a queue in a route',
      {
        apiKeySecret,
        callbacks: true,
        callbackRoutes: { test: untyped(CallbackRoute)['toQueue']?.('q', { signingSecret: apiKeySecret }) },
      },
      'callbackRoutes must be an object of CallbackRoutes by pipeline ids, got an object: use { staging:',
    ],
    ['a prop that is spelled wrong', { apiKeySecret, callback: true }, 'did you mean callbacks?'],
    ['a prop of the wrong case', { apikeysecret: apiKeySecret }, 'did you mean apiKeySecret?'],
    [
      'a prop that is like no other',
      { apiKeySecret, receipts: 'yes' },
      'receipts is not among the props of a NotifyPipeline',
    ],
    ['what every object has', { apiKeySecret, toString: 'x' }, 'toString is not among the props of a NotifyPipeline'],
  ])('%s', (_, props, message) => {
    const error = errorOf(props);
    expect(error).toBeInstanceOf(InvalidSettingsError);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^MyService\/Notify: /);
  });

  test('all that is wrong is reported at once', () => {
    expect(errorOf({ apiKeySecret, callbacks: 1, vpcc: vpc }).message).toBe(
      'MyService/Notify: callbacks must be true or false, and known at synth, got 1: use true or false, without quotes; vpcc is not among the props of a NotifyPipeline: did you mean vpc?',
    );
  });

  test('no value is shown that may be a key', () => {
    const secret = 'short-key';
    const long = 'a-key-that-is-longer-than-any-word-that-is-meant';
    expect(errorOf({ apiKeySecret: secret }).message).not.toContain(secret);
    expect(errorOf({ apiKeySecret, callbacks: long }).message).not.toContain(long);
  });

  test('the attributes of a pipeline of another stack are held to theirs', () => {
    const from = (attributes: unknown) => () =>
      untyped(NotifyPipeline)['fromAttributes']?.(emptyStack(), 'Imported', attributes);
    expect(from(undefined)).toThrow('Stack/Imported: the attributes of a NotifyPipeline must be an object, got none');
    expect(from({ pipelineId: 'a', queueARN: 'arn' })).toThrow('did you mean queueArn?');
    expect(from({ pipelineId: 'a', queueArn: queue })).toThrow('queueArn must be text, got a Queue: use a string');
  });
});

describe('what fits is taken', () => {
  const later = new CfnParameter(stack, 'Later', { type: 'Number' });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['a prop that is left undefined, even one there is not', { callbacks: undefined, nothing: undefined }],
    [
      'numbers and texts that the deployment knows',
      { rateLimit: later.valueAsNumber, pipelineId: later.valueAsString },
    ],
    ['a duration that the deployment knows', { recordRetention: Duration.seconds(later.valueAsNumber) }],
    ['logs for ever', { logRetention: RetentionDays.INFINITE }],
    ['every removal policy that works', { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }],
    ['subnets of an object without a prototype', { vpc, vpcSubnets: Object.assign(Object.create(null), {}) }],
    ['an imported group', { vpc, securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Given', 'sg-1')] }],
    ['a key and a bus of its own', { encryptionKey: key, eventBus: bus, alarmTopic: topic }],
  ])('%s', (_, props) => {
    expect(() => make({ apiKeySecret, ...props })).not.toThrow();
  });
});
