import { EventBus } from 'aws-cdk-lib/aws-events';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ReceiptRoute } from '../../lib';
import { emptyStack, pipelineInStack } from '../construct/stacks';
import { keyActionsFor, type Call } from './calls';
import { Deployment } from './deployment';
import { Policies } from './evaluate';
import { account, arnOf, region } from './physical-names';
import { rehearse } from './rehearse';
import { pipelineIds, rehearsals } from './rehearsals';

/** The pipeline with every function that it can have. */
function deploy(): Deployment {
  const stack = emptyStack('Stack', { env: { account, region } });
  const bus = EventBus.fromEventBusArn(stack, 'StagingBus', arnOf('events', 'event-bus/staging'));
  const queue = Queue.fromQueueArn(stack, 'TestQueue', arnOf('sqs', 'test-receipts'));
  const { template } = pipelineInStack(
    {
      pipelineId: pipelineIds.own,
      notifyBaseUrl: 'https://notify.example',
      maxFailures: 1,
      receipts: true,
      receiptRoutes: {
        [pipelineIds.byBus]: ReceiptRoute.toEventBus(bus),
        [pipelineIds.byQueue]: ReceiptRoute.toQueue(queue),
      },
      receivedTexts: true,
      letterPdfs: true,
    },
    stack,
  );
  return new Deployment(template().toJSON() as ConstructorParameters<typeof Deployment>[0]);
}

interface FunctionOfPipeline {
  readonly name: string;
  readonly role: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The ARNs of what Lambda takes events from for it. */
  readonly sources: readonly string[];
}

const deployment = deploy();
const policies = new Policies(deployment);
const functions = deployment.all('AWS::Lambda::Function').map(({ id, properties }): FunctionOfPipeline => {
  const variables = (properties['Environment'] as { Variables: Record<string, string> }).Variables;
  return {
    name: variables['POWERTOOLS_SERVICE_NAME'] ?? id,
    role: String(properties['Role']).split('/').at(-1) ?? '',
    variables,
    sources: deployment
      .all('AWS::Lambda::EventSourceMapping')
      .filter(({ properties: mapping }) => mapping['FunctionName'] === id)
      .map(({ properties: mapping }) => String(mapping['EventSourceArn'])),
  };
});

/** What functions are allowed though no code of theirs does it, and why. */
const allowedForOthers: readonly {
  readonly why: string;
  readonly actions: readonly string[];
  readonly on: (resource: string, to: FunctionOfPipeline) => boolean;
}[] = [
  {
    why: 'Lambda writes the log of the function with the role of the function',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    on: (resource) => resource.includes(':log-group:'),
  },
  {
    why: 'Lambda takes messages from the queues and records from the stream with the role of the function',
    actions: [
      ...['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes', 'GetQueueUrl'].map(
        (action) => `sqs:${action}`,
      ),
      ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`),
    ],
    on: (resource, { sources }) => sources.includes(resource),
  },
  {
    why: 'without it S3 does not say that an object is missing, but that it may not be read',
    actions: ['s3:ListBucket'],
    on: (resource) => resource.startsWith('arn:aws:s3:::'),
  },
  {
    why: 'Lambda decrypts the records of the stream with the role of the function',
    actions: ['kms:Decrypt', 'kms:DescribeKey'],
    on: (resource, { name }) => name === 'announce' && resource.includes(':kms:'),
  },
];

/** What a function asks AWS for, and what that asks of the key. */
async function callsOf({ name, variables }: FunctionOfPipeline): Promise<readonly Call[]> {
  const rehearsal = rehearsals[name];
  if (!rehearsal) return [];
  const calls = await rehearse(name, variables, rehearsal);
  const ours = calls.filter(({ resource }) => isEncrypted(resource));
  const ofKey = ours.flatMap(keyActionsFor).map((action) => ({ action, resource: keyArn }));
  return [...calls, ...ofKey];
}

const [key] = deployment.all('AWS::KMS::Key');
const keyArn = arnOf('kms', `key/${key?.id}`);
const encrypted = ['AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable', 'AWS::SecretsManager::Secret'];
const encryptedArns = encrypted.flatMap((type) => deployment.all(type).map(({ id }) => deployment.arn(id)));
const isEncrypted = (resource: string): boolean =>
  encryptedArns.some((arn) => resource === arn || resource.startsWith(`${arn}/`));

const without = (calls: readonly Call[]): readonly Call[] => [
  ...new Map(calls.map((call) => [JSON.stringify(call), call])).values(),
];

/** Whether a resource is one that a policy names, in which `*` and `?` stand for anything. */
function covers(pattern: string, resource: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(resource);
}

const recorded = new Map<string, readonly Call[]>();
beforeAll(async () => {
  for (const each of functions) recorded.set(each.name, without(await callsOf(each)));
});

describe.each(functions)('the $name function', (each) => {
  const calls = (): readonly Call[] => recorded.get(each.name) ?? [];

  test('has been seen to ask AWS for something', () => {
    expect(calls().length).toBeGreaterThan(0);
  });

  test('may do all that it does', async () => {
    const verdicts = await Promise.all(
      calls().map(async (call) => ({ ...call, verdict: await policies.evaluate(each.role, call) })),
    );
    expect(verdicts.filter(({ verdict }) => verdict !== 'Allowed')).toEqual([]);
  });

  test('may do nothing that it does not do, but what others do in its name', () => {
    const unused = policies
      .allowed(each.role)
      .filter(
        ({ action, resource }) => !calls().some((call) => call.action === action && covers(resource, call.resource)),
      )
      .filter(
        ({ action, resource }) =>
          !allowedForOthers.some(({ actions, on }) => actions.includes(action) && on(resource, each)),
      );
    expect(unused).toEqual([]);
  });

  test('may do it over an encrypted connection alone, where AWS takes another', async () => {
    const open = calls().filter(({ action, resource }) => /^(sqs|s3|dynamodb):/.test(action) && isEncrypted(resource));
    const verdicts = await Promise.all(open.map((call) => policies.evaluate(each.role, call, { secure: false })));
    expect(new Set(verdicts)).toEqual(new Set(open.length > 0 ? ['ExplicitlyDenied'] : []));
  });

  test('may do nothing on any resource whatever', () => {
    expect(policies.allowed(each.role).filter(({ resource }) => resource === '*')).toEqual([]);
  });
});

test('a call that no policy allows is found out', async () => {
  const [first] = functions;
  const call = { action: 'sqs:PurgeQueue', resource: arnOf('sqs', 'NotifyQueuesQueueAE012769') };
  expect(await policies.evaluate(first?.role ?? '', call)).toBe('ImplicitlyDenied');
});
