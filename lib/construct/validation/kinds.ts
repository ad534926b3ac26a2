import { RemovalPolicy, Token, type Duration } from 'aws-cdk-lib';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What a value can be, said of a type for those who have no types. */
export interface Kind {
  /** The type's name in TypeScript. */
  readonly type: string;
  /** What it is, with its article. */
  readonly what: string;
  /** How to make one, after `use`. */
  readonly how: string;
  /** Whether it may be a secret, so that no value in its place is shown. */
  readonly isSecret?: boolean;
  readonly fits: (value: unknown) => boolean;
}

const known = (value: unknown): boolean => !Token.isUnresolved(value);

/** A value that only the deployment knows can stand for a text or a number, but not for what synth decides by. */
const isToken = (value: unknown): boolean => !known(value) && !Array.isArray(value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && known(value);

/** An object literal, also of another realm. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A construct of the CDK by what only its kind has, rather than by its class: an app can hold two copies of the CDK, and an
 * interface may be anybody's.
 */
function isResource(value: unknown, attribute: string, method: string): boolean {
  return isObject(value) && isObject(value['node']) && attribute in value && typeof value[method] === 'function';
}

const resource = (type: string, what: string, how: string, attribute: string, method: string): Kind => ({
  type,
  what,
  how,
  fits: (value) => isResource(value, attribute, method),
});

export const text: Kind = {
  type: 'string',
  what: 'text',
  how: 'a string',
  fits: (value) => typeof value === 'string' || isToken(value),
};

export const textArray: Kind = {
  type: 'string[]',
  what: 'an array of texts',
  how: "an array such as ['licences']",
  fits: (value) => Array.isArray(value) && value.every(text.fits),
};

export const number: Kind = {
  type: 'number',
  what: 'a number',
  how: 'a number, without quotes',
  fits: (value) => typeof value === 'number' || isToken(value),
};

export const flag: Kind = {
  type: 'boolean',
  what: 'true or false, and known at synth',
  how: 'true or false, without quotes',
  fits: (value) => typeof value === 'boolean',
};

export const duration: Kind = {
  type: 'Duration',
  what: 'a finite Duration',
  how: 'one such as Duration.days(30)',
  fits: (value) =>
    isDuration(value) && (value.isUnresolved() || Number.isFinite(value.toMilliseconds({ integral: false }))),
};

function isDuration(value: unknown): value is Duration {
  return (
    isObject(value) && typeof value['toMilliseconds'] === 'function' && typeof value['isUnresolved'] === 'function'
  );
}

export const removalPolicy: Kind = {
  type: 'RemovalPolicy',
  what: 'a RemovalPolicy',
  how: 'RemovalPolicy.RETAIN or RemovalPolicy.DESTROY',
  fits: (value) => Object.values(RemovalPolicy).some((policy) => policy === value),
};

export const tracing: Kind = {
  type: 'Tracing',
  what: 'a Tracing',
  how: 'Tracing.ACTIVE, Tracing.PASS_THROUGH or Tracing.DISABLED',
  fits: (value) => Object.values(Tracing).some((mode) => mode === value),
};

export const retentionDays: Kind = {
  type: 'RetentionDays',
  what: 'one of RetentionDays',
  how: 'one such as RetentionDays.THREE_MONTHS',
  fits: (value) => isToken(value) || (typeof value === 'number' && value in RetentionDays),
};

export const secret: Kind = {
  ...resource('ISecret', 'a secret', 'Secret.fromSecretNameV2 with its name', 'secretArn', 'grantRead'),
  isSecret: true,
};
export const eventBus = resource(
  'IEventBus',
  'an event bus',
  'an EventBus, or EventBus.fromEventBusName',
  'eventBusArn',
  'grantPutEventsTo',
);
export const eventSelection: Kind = {
  type: 'EventSelection',
  what: 'an EventSelection',
  how: 'one such as EventSelection.finalOnly()',
  fits: (value) => isObject(value) && Array.isArray(value['_states']),
};
export const key = resource('IKey', 'a KMS key', 'a Key, or Key.fromKeyArn', 'keyArn', 'grantEncryptDecrypt');
export const topic = resource('ITopic', 'an SNS topic', 'a Topic, or Topic.fromTopicArn', 'topicArn', 'grantPublish');
export const vpc = resource('IVpc', 'a VPC', 'a Vpc, or Vpc.fromLookup', 'vpcId', 'selectSubnets');
export const bucket = resource(
  'IBucket',
  'an S3 bucket',
  'a Bucket, or Bucket.fromBucketName',
  'bucketName',
  'arnForObjects',
);
const queue = resource('IQueue', 'a queue', 'a Queue, or Queue.fromQueueArn', 'queueArn', 'grantSendMessages');

export const subnetSelection: Kind = {
  type: 'SubnetSelection',
  what: 'a SubnetSelection',
  how: 'an object such as { subnetType: SubnetType.PRIVATE_WITH_EGRESS }',
  fits: isPlain,
};

export const functionOptions: Kind = {
  type: 'PipelineFunctionOptions',
  what: 'a PipelineFunctionOptions',
  how: 'an object such as { layers: [layer] }',
  fits: isPlain,
};

const securityGroup = (value: unknown): boolean => isResource(value, 'securityGroupId', 'addEgressRule');

export const securityGroups: Kind = {
  type: 'ISecurityGroup[]',
  what: 'an array of security groups',
  how: '[new SecurityGroup(…)] or [SecurityGroup.fromSecurityGroupId(…)]',
  fits: (value) => Array.isArray(value) && value.every(securityGroup),
};

export const alarmTopics: Kind = {
  type: 'AlarmTopics',
  what: 'an object of SNS topics by p1, p2 and p3',
  how: '{ p1: new Topic(…), p2: new Topic(…) }',
  fits: (value) => isPlain(value) && hasOnly(value, ['p1', 'p2', 'p3'], topic.fits),
};

export const alarmSettings: Kind = {
  type: '{ readonly [name: string]: AlarmSettings }',
  what: 'an object of settings by the names of alarms',
  how: "{ messagesWait: { threshold: 7200 }, keyAge: { off: 'the reason' } }",
  fits: (value) => isPlain(value) && Object.values(value).every(isAlarmSetting),
};

const isAlarmSetting = (value: unknown): boolean =>
  isPlain(value) &&
  hasOnly(value, ['threshold', 'off']) &&
  (value['threshold'] === undefined || number.fits(value['threshold'])) &&
  (value['off'] === undefined || (typeof value['off'] === 'string' && known(value['off'])));

export const dailyLimits: Kind = {
  type: 'ServiceDailyLimits',
  what: 'an object of numbers by email, sms and letter',
  how: '{ email: 250000, sms: 250000 }',
  fits: (value) => isPlain(value) && hasOnly(value, ['email', 'sms', 'letter'], number.fits),
};

export const canary: Kind = {
  type: 'CanaryOptions',
  what: 'an object of templateId, every and within',
  how: "{ templateId: 'e0000000-0000-4000-8000-000000000003' }",
  fits: (value) => {
    if (!isPlain(value)) return false;
    const { templateId, ...times } = value;
    return text.fits(templateId) && hasOnly(times, ['every', 'within'], duration.fits);
  },
};

function hasOnly(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  fits: (value: unknown) => boolean = () => true,
): boolean {
  return Object.entries(value).every(([name, each]) => names.includes(name) && (each === undefined || fits(each)));
}

export const callbackRoutes: Kind = {
  type: '{ readonly [pipelineId: string]: CallbackRoute }',
  what: 'an object of CallbackRoutes by pipeline ids',
  how: '{ staging: CallbackRoute.toEventBus(bus, { signingSecret }) }',
  fits: (value) => isPlain(value) && Object.values(value).every(isCallbackRoute),
};

const isCallbackRoute = (value: unknown): boolean =>
  isObject(value) &&
  (eventBus.fits(value['eventBus']) || queue.fits(value['queue'])) &&
  secret.fits(value['signingSecret']);

export const callbackEndpoint: Kind = {
  type: 'CallbackEndpoint',
  what: 'a CallbackEndpoint',
  how: 'one such as CallbackEndpoint.httpApi()',
  fits: (value) => isObject(value) && typeof value['_open'] === 'function',
};

export const routedCallbacks: Kind = {
  type: 'RoutedCallbacksOptions',
  what: 'an object with a signingSecret',
  how: '{ signingSecret: Secret.fromSecretNameV2(…) }',
  isSecret: true,
  fits: (value) =>
    isPlain(value) &&
    secret.fits(value['signingSecret']) &&
    (value['fromEventBus'] === undefined || flag.fits(value['fromEventBus'])),
};

const texts = (value: unknown): boolean =>
  value === undefined || Token.isUnresolved(value) || (Array.isArray(value) && value.every(text.fits));

export const recipientGuard: Kind = {
  type: 'RecipientGuard',
  what: 'a RecipientGuard',
  how: "RecipientGuard.allowOnly({ domains: ['example.gov.uk'] }).otherwiseReject()",
  isSecret: true,
  fits: (value) =>
    isObject(value) &&
    isObject(value['allowed']) &&
    [value['allowed']['emails'], value['allowed']['domains'], value['allowed']['phoneNumbers']].every(texts) &&
    (value['redirectTo'] === undefined || isTextsByName(value['redirectTo'])),
};

const isTextsByName = (value: unknown): boolean =>
  isPlain(value) && Object.values(value).every((each) => each === undefined || text.fits(each));

const isTextBudget = (value: unknown): boolean =>
  isPlain(value) &&
  Object.entries(value).every(
    ([name, each]) =>
      each === undefined ||
      (['fragmentsADay', 'poundsADay', 'poundsPerFragment'].includes(name) && typeof each === 'number'),
  );

const isTextRule = (value: unknown): boolean =>
  isPlain(value) &&
  Object.entries(value).every(([name, each]) => {
    if (each === undefined) return true;
    if (name === 'countries') return Array.isArray(each) && each.every((country) => typeof country === 'string');
    if (name === 'budget') return isTextBudget(each);
    return (name === 'perNumberAnHour' || name === 'perNumberADay') && typeof each === 'number';
  });

export const textMessageLimits: Kind = {
  type: 'TextMessageLimits',
  what: 'an object of perNumberAnHour, perNumberADay, countries, budget and urgent',
  how: "{ perNumberAnHour: 5, perNumberADay: 20, countries: ['GB'] }",
  fits: (value) => {
    if (!isPlain(value)) return false;
    const { urgent, ...rule } = value;
    return isTextRule(rule) && (urgent === undefined || isTextRule(urgent));
  },
};
