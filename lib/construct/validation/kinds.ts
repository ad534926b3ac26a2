import { RemovalPolicy, Token, type Duration } from 'aws-cdk-lib';
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

/** What the deployment alone knows stands in for a text, and for a number, but for nothing that synth decides by. */
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
export const key = resource('IKey', 'a KMS key', 'a Key, or Key.fromKeyArn', 'keyArn', 'grantEncryptDecrypt');
export const topic = resource('ITopic', 'an SNS topic', 'a Topic, or Topic.fromTopicArn', 'topicArn', 'grantPublish');
export const vpc = resource('IVpc', 'a VPC', 'a Vpc, or Vpc.fromLookup', 'vpcId', 'selectSubnets');
const queue = resource('IQueue', 'a queue', 'a Queue, or Queue.fromQueueArn', 'queueArn', 'grantSendMessages');

export const subnetSelection: Kind = {
  type: 'SubnetSelection',
  what: 'a SubnetSelection',
  how: 'an object such as { subnetType: SubnetType.PRIVATE_WITH_EGRESS }',
  fits: isPlain,
};

const securityGroup = (value: unknown): boolean => isResource(value, 'securityGroupId', 'addEgressRule');

export const securityGroups: Kind = {
  type: 'ISecurityGroup[]',
  what: 'an array of security groups',
  how: '[new SecurityGroup(…)] or [SecurityGroup.fromSecurityGroupId(…)]',
  fits: (value) => Array.isArray(value) && value.every(securityGroup),
};

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
