import { App, Stack, Stage, type CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import type { Construct, IConstruct } from 'constructs';
import type { NotifyPipeline } from '../../lib';
import { createNotifyStack } from '../../lib/construct/app/notify-stack';
import { table } from '../../lib/contract/table';
import { arn, heldQueueIds, ids, pipelineInStack, type Resource } from './stacks';

/**
 * What holds something, and which of its properties CloudFormation cannot change in place: it would make another resource
 * and leave the old one, or let it go, with all that is in it. Of a secret it would make up a new value, and a new URL is
 * not the one that Notify calls. Of what a function takes from it can make no other at all, for Lambda refuses the second.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const unchangeable: Readonly<Record<string, readonly string[]>> = {
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::S3::Bucket': ['BucketName', 'BucketNamePrefix'],
  'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema', 'AttributeDefinitions', 'LocalSecondaryIndexes'],
  'AWS::SecretsManager::Secret': ['Name', 'GenerateSecretString'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::Lambda::Url': ['TargetFunctionArn', 'Qualifier'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn', 'StartingPosition'],
};

interface Kept {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What holds something in the app's template, by its logical id, with what can never change of it. */
function whatHoldsSomething(
  context: Record<string, unknown>,
  change: (pipeline: NotifyPipeline) => void = () => undefined,
): Readonly<Record<string, Kept>> {
  const stack = createNotifyStack(new App({ context }));
  change(stack.pipeline);
  const { Resources } = Template.fromStack(stack).toJSON() as {
    readonly Resources: Readonly<Record<string, Resource>>;
  };
  return Object.fromEntries(
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
      const names = unchangeable[Type];
      if (!names) return [];
      const properties = Object.fromEntries(
        names.flatMap((name) => (name in Properties ? [[name, Properties[name]]] : [])),
      );
      return [[id, { type: Type, properties }]];
    }),
  );
}

const kept = (type: string, properties: Kept['properties'] = {}): Kept => ({ type: `AWS::${type}`, properties });
const queues = (...of: readonly string[]): [string, Kept][] => of.map((id) => [id, kept('SQS::Queue')]);
const generated = (length: number): Kept =>
  kept('SecretsManager::Secret', { GenerateSecretString: { PasswordLength: length, ExcludePunctuation: true } });

const source = (EventSourceArn: object, more = {}): Kept =>
  kept('Lambda::EventSourceMapping', { EventSourceArn, ...more });

const { partitionKey, awaitedIndex, referenceIndex } = table;
const keys = [partitionKey, ...[awaitedIndex, referenceIndex].flatMap((index) => [index.partitionKey, index.sortKey])];

const always: Readonly<Record<string, Kept>> = {
  ...Object.fromEntries(
    queues(ids.queue, ids.urgentQueue, ...heldQueueIds, ids.deadLetterQueue, ids.eventDeadLetterQueue),
  ),
  [ids.bucket]: kept('S3::Bucket'),
  [ids.table]: kept('DynamoDB::GlobalTable', {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
  }),
  [ids.scheduledTable]: kept('DynamoDB::GlobalTable', {
    KeySchema: [
      { AttributeName: 'due_in', KeyType: 'HASH' },
      { AttributeName: 'place', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['due_in', 'place'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
  }),
  [ids.hashKey]: generated(64),
  [ids.key]: kept('KMS::Key'),
  [ids.bus]: kept('Events::EventBus', { Name: 'govuk-notify-f4e2b773' }),
  NotifySendFromQueue010896FC: source(arn(ids.queue)),
  NotifySendUrgentFromUrgentQueue30172199: source(arn(ids.urgentQueue)),
  NotifyAnnounceFromStream965DE07F: source(arn(ids.table, 'StreamArn'), { StartingPosition: 'TRIM_HORIZON' }),
};

/** What is there too once everything is switched on. */
const optional: Readonly<Record<string, Kept>> = {
  ...Object.fromEntries(
    queues(
      'NotifyLetterPdfQueuesQueue775510D8',
      'NotifyLetterPdfQueuesDeadLetterQueueFBC1CEDE',
      'NotifyCallbacksRoutedQueueFD9517F9',
    ),
  ),
  NotifyCallbackTokenBE0DDF16: generated(48),
  NotifyLetterPdfsFromQueue96A7826D: source(arn('NotifyLetterPdfQueuesQueue775510D8')),
  NotifyCallbacksFromRoutedQueueC09D87CE: source(arn('NotifyCallbacksRoutedQueueFD9517F9')),
  NotifyCallbacksFunctionUrl73F15E3C: kept('Lambda::Url', { TargetFunctionArn: arn('NotifyCallbacks9C05D1A7') }),
};

const flagSets: [string, Record<string, unknown>][] = [
  ['no feature flags', {}],
  ['the recommended feature flags', recommendedFlags],
];

describe.each(flagSets)('upgrades: resources that hold data, with %s', (_flags, flags) => {
  test('an upgrade replaces nothing with every option off', () => {
    expect(whatHoldsSomething(flags)).toEqual(always);
  });

  test('an upgrade replaces nothing with every option on', () => {
    const handedOn = { routedCallbacks: true, callbackSigningSecretName: 'signing' };
    const context = { ...flags, callbacks: true, ...handedOn, receivedTexts: true, letterPdfs: true };
    expect(whatHoldsSomething(context)).toEqual({ ...always, ...optional });
  });
});

test('a stack that keeps its name can move within its app without changing a logical id', () => {
  const logicalIds = (scope: Construct): readonly string[] => {
    const stack = new Stack(scope, 'Stack', { stackName: 'govuk-notify' });
    pipelineInStack({ callbacks: true, receivedTexts: true, letterPdfs: true }, stack);
    return Object.keys(Template.fromStack(stack).toJSON()['Resources'] as object);
  };
  expect(logicalIds(new Stage(new App(), 'Production'))).toEqual(logicalIds(new App()));
});

const override = ({ node }: IConstruct, property: string, value: unknown): void =>
  (node.defaultChild as CfnResource).addPropertyOverride(property, value);

test.each<[string, (pipeline: NotifyPipeline) => void]>([
  ['the queue, by a name', ({ queue }) => override(queue, 'QueueName', 'notify')],
  ['the table, by another key', ({ table: it }) => override(it, 'KeySchema.0.AttributeName', 'delivery')],
  ['the table, by a key of another type', ({ table: it }) => override(it, 'AttributeDefinitions.0.AttributeType', 'N')],
  ['the bucket, by a name', ({ bucket }) => override(bucket, 'BucketName', 'notify')],
  ['the queue, by another logical id', ({ queue }) => (queue.node.defaultChild as CfnResource).overrideLogicalId('Q')],
])('a change that would replace %s is detected', (_what, change) => {
  expect(whatHoldsSomething({}, change)).not.toEqual(always);
});
