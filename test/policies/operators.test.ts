import { letterPdfKey } from '../../lib/contract/letter-pdfs';
import { stateItems } from '../../lib/contract/state-items';
import { table } from '../../lib/contract/table';
import { emptyStack, ids, pipelineInStack, roleIn } from '../construct/stacks';
import { keyCallsFor, type Call } from './calls';
import { Deployment } from './deployment';
import { Policies } from './evaluate';
import { account, arnOf, region } from './physical-names';

const grants = ['grantOperate', 'grantHold', 'grantRedrive', 'grantErase', 'grantCancel'] as const;
type GrantName = (typeof grants)[number];

/** A role that was given one grant and nothing else. */
function roleWith(grant: GrantName): {
  readonly policies: Policies;
  readonly roleId: string;
  readonly deployment: Deployment;
} {
  const stack = emptyStack('Stack', { env: { account, region } });
  const { pipeline, template } = pipelineInStack({ pipelineId: 'licences', findByRecipient: true }, stack);
  const { role, roleId } = roleIn(stack);
  expect(pipeline[grant](role).success).toBe(true);
  const deployment = new Deployment(template().toJSON() as ConstructorParameters<typeof Deployment>[0]);
  return { policies: new Policies(deployment), roleId, deployment };
}

const uuid = '1f0b7b8e-0000-4000-8000-000000000000';
const bucketArn = `arn:aws:s3:::${ids.bucket.toLowerCase()}`;
const tableArn = arnOf('dynamodb', `table/${ids.table}`);
const on = (resource: string, ...actions: readonly string[]): Call[] => actions.map((action) => ({ action, resource }));
const queue = (id: string): string => arnOf('sqs', id);
const held = [ids.heldEmail, ids.heldSms, ids.heldInternationalSms, ids.heldLetter, ids.heldUrgent];
const queues = [ids.queue, ids.urgentQueue, ...held];
const take = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'];
const hashKey = on(arnOf('secretsmanager', `secret:${ids.hashKey}-AbCdEf`), 'secretsmanager:GetSecretValue');
const discover = on(arnOf('ssm', 'parameter/cdk-govuk-notify/licences'), 'ssm:GetParametersByPath');
const search = [
  ...[table.referenceIndex, table.recipientIndex].flatMap(({ name }) =>
    on(`${tableArn}/index/${name}`, 'dynamodb:Query'),
  ),
  ...on(tableArn, 'dynamodb:GetItem', 'dynamodb:Scan'),
];
const ofItem = (operation: string, item: string): Call => ({
  action: `dynamodb:${operation}`,
  resource: tableArn,
  items: [item],
});
const stops = ['hold everything', 'hold sms', 'lane letter'];
const holds = ['BatchGetItem', 'PutItem', 'DeleteItem'].map((operation): Call => ({
  action: `dynamodb:${operation}`,
  resource: tableArn,
  items: stops,
}));

/** All that a command does that a grant is for. */
const uses: Readonly<Record<GrantName, readonly Call[]>> = {
  grantOperate: [
    ...discover,
    ...search,
    ...on(tableArn, 'dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive'),
    ...on(tableArn, 'dynamodb:DescribeContinuousBackups'),
    ...hashKey,
    ...[...queues, ids.deadLetterQueue].flatMap((id) => on(queue(id), 'sqs:GetQueueAttributes')),
  ],
  grantHold: [...discover, ...holds],
  grantRedrive: [
    ...discover,
    ...on(queue(ids.deadLetterQueue), ...take),
    ...queues.flatMap((id) => on(queue(id), 'sqs:SendMessage')),
  ],
  grantErase: [
    ...discover,
    ...search,
    ...['UpdateItem', 'PutItem'].map((operation) => ofItem(operation, uuid)),
    ofItem('DeleteItem', `${stateItems.textsToNumber}hash`),
    ...on(arnOf('dynamodb', `table/${ids.scheduledTable}`), 'dynamodb:GetItem', 'dynamodb:DeleteItem'),
    ...hashKey,
    ...[...queues, ids.deadLetterQueue].flatMap((id) => on(queue(id), ...take)),
    ...on(`${bucketArn}/payloads/${uuid}`, 's3:GetObject', 's3:DeleteObject'),
    ...on(`${bucketArn}/${uuid}`, 's3:GetObject', 's3:DeleteObject'),
    ...on(`${bucketArn}/${letterPdfKey(uuid)}`, 's3:DeleteObject'),
    ...on(bucketArn, 's3:ListBucket'),
  ],
  grantCancel: [
    ...discover,
    ...['GetItem', 'UpdateItem'].map((operation) => ofItem(operation, uuid)),
    ...on(arnOf('dynamodb', `table/${ids.scheduledTable}`), 'dynamodb:DeleteItem', 'dynamodb:PutItem'),
  ],
};

/** What somebody could want who has a grant for something else. */
const dangers: readonly Call[] = [
  ...Object.values(uses).flat(),
  ...on(tableArn, 'dynamodb:UpdateItem', 'dynamodb:DeleteTable', 'dynamodb:BatchWriteItem'),
  { action: 'dynamodb:PutItem', resource: tableArn, items: [uuid] },
  { action: 'dynamodb:DeleteItem', resource: tableArn, items: ['rate limit'] },
  ...queues.flatMap((id) => on(queue(id), 'sqs:PurgeQueue', 'sqs:ReceiveMessage')),
  ...on(`${bucketArn}/${letterPdfKey(uuid)}`, 's3:GetObject', 's3:PutObject'),
  ...on(arnOf('secretsmanager', 'secret:notify-key-AbCdEf'), 'secretsmanager:GetSecretValue'),
  ...on(arnOf('events', `event-bus/${ids.bus}`), 'events:PutEvents'),
];

const same = (a: Call, b: Call): boolean => a.action === b.action && a.resource === b.resource;

describe.each(grants)('%s', (grant) => {
  const { policies, roleId } = roleWith(grant);

  test('lets do what its commands do, and use the key with it', async () => {
    const keyArn = arnOf('kms', `key/${ids.key}`);
    const calls = [...uses[grant], ...uses[grant].flatMap((call) => keyCallsFor(call, keyArn))];
    const verdicts = await Promise.all(
      calls.map(async (call) => [call, await policies.evaluate(roleId, call)] as const),
    );
    expect(verdicts.filter(([, verdict]) => verdict !== 'Allowed')).toEqual([]);
  });

  test('lets do nothing else', async () => {
    const others = dangers.filter((call) => !uses[grant].some((used) => same(used, call)));
    expect(others.length).toBeGreaterThan(20);
    const verdicts = await Promise.all(
      others.map(async (call) => [call, await policies.evaluate(roleId, call)] as const),
    );
    expect(verdicts.filter(([, verdict]) => verdict === 'Allowed')).toEqual([]);
  });

  test('names no resource by *', () => {
    expect(policies.allowed(roleId).filter(({ resource }) => resource === '*')).toEqual([]);
  });
});

describe('grantHold', () => {
  const { policies, roleId } = roleWith('grantHold');

  test.each([[[uuid]], [['rate limit']], [['hold sms', uuid]]])('is not for the items %j', async (items) => {
    const verdicts = ['GetItem', 'PutItem', 'DeleteItem', 'BatchGetItem'].map((operation) =>
      policies.evaluate(roleId, { action: `dynamodb:${operation}`, resource: tableArn, items }),
    );
    expect(new Set(await Promise.all(verdicts))).toEqual(new Set(['ImplicitlyDenied']));
  });
});

describe('grantOperate', () => {
  const { policies, roleId, deployment } = roleWith('grantOperate');
  const functions = deployment.all('AWS::Lambda::Function').map(({ id }) => arnOf('lambda', `function:${id}`));

  test('lets look at every function, and change none', async () => {
    expect(functions.length).toBeGreaterThan(5);
    for (const resource of functions) {
      for (const action of ['lambda:GetFunctionConfiguration', 'lambda:GetFunctionConcurrency']) {
        expect(await policies.evaluate(roleId, { action, resource })).toBe('Allowed');
      }
      for (const action of ['lambda:UpdateFunctionConfiguration', 'lambda:InvokeFunction', 'lambda:GetFunction']) {
        expect(await policies.evaluate(roleId, { action, resource })).toBe('ImplicitlyDenied');
      }
    }
  });
});

describe('grantErase', () => {
  const { policies, roleId } = roleWith('grantErase');

  test.each([
    ['DeleteItem', uuid],
    ['DeleteItem', 'rate limit'],
    ['UpdateItem', 'hold sms'],
    ['PutItem', 'rate limit'],
  ])('does not let %s the item %s', async (operation, item) => {
    expect(await policies.evaluate(roleId, ofItem(operation, item))).toBe('ImplicitlyDenied');
  });
});

describe('grantCancel', () => {
  const { policies, roleId } = roleWith('grantCancel');

  test.each([
    ['GetItem', 'hold sms'],
    ['UpdateItem', 'hold sms'],
    ['UpdateItem', 'rate limit'],
    ['UpdateItem', `${stateItems.textsToNumber}hash`],
  ])('does not let %s the item %s', async (operation, item) => {
    expect(await policies.evaluate(roleId, ofItem(operation, item))).toBe('ImplicitlyDenied');
  });
});

describe('grantOperate without findByRecipient', () => {
  test('is not for the key by which recipients are hashed', async () => {
    const stack = emptyStack('Stack', { env: { account, region } });
    const { pipeline, template } = pipelineInStack({ pipelineId: 'licences' }, stack);
    const { role, roleId } = roleIn(stack);
    pipeline.grantOperate(role);
    const policies = new Policies(new Deployment(template().toJSON() as ConstructorParameters<typeof Deployment>[0]));
    for (const call of hashKey) expect(await policies.evaluate(roleId, call)).toBe('ImplicitlyDenied');
  });
});
