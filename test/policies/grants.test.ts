import { Template } from 'aws-cdk-lib/assertions';
import { OrganizationPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { NotifyPipeline } from '../../lib';
import { emptyStack, ids, pipelineInStack, roleIn } from '../construct/stacks';
import { keyCallsFor, type Call } from './calls';
import { Deployment } from './deployment';
import { Policies } from './evaluate';
import { account, arnOf, region } from './physical-names';

const another = '222222222222';
const bucketArn = `arn:aws:s3:::${ids.bucket.toLowerCase()}`;
const payload = `${bucketArn}/payloads/1f0b7b8e-0000-4000-8000-000000000000`;
const keyArn = arnOf('kms', `key/${ids.key}`);
const queueArns = [arnOf('sqs', ids.queue), arnOf('sqs', ids.urgentQueue)] as const;

const deployed = (template: Template): Deployment =>
  new Deployment(template.toJSON() as ConstructorParameters<typeof Deployment>[0]);

/** What a service deploys in an account of its own, to send by the pipeline. */
const service = (() => {
  const stack = emptyStack('Service', { env: { account: another, region } });
  const { role, roleId } = roleIn(stack);
  const [queueArn, urgentQueueArn] = queueArns;
  NotifyPipeline.fromAttributes(stack, 'Notify', {
    pipelineId: 'licences-production',
    queueArn,
    urgentQueueArn,
    bucketArn,
    encryptionKeyArn: keyArn,
  }).grantSend(role);
  return { roleId, policies: new Policies(deployed(Template.fromStack(stack)), another) };
})();

/** What the pipeline's account deploys, with or without a grant to that role. */
function pipelineThat(grants: boolean): Policies {
  const stack = emptyStack('Stack', { env: { account, region } });
  const { pipeline, template } = pipelineInStack({}, stack);
  const role = Role.fromRoleArn(stack, 'Publisher', `arn:aws:iam::${another}:role/${service.roleId}`);
  if (grants) pipeline.grantSend(role);
  return new Policies(deployed(template()));
}
const granting = pipelineThat(true);
const silent = pipelineThat(false);

const puts: readonly Call[] = [
  ...queueArns.map((resource) => ({ action: 'sqs:SendMessage', resource })),
  { action: 's3:PutObject', resource: payload },
];
const sending: readonly Call[] = [...puts, ...puts.flatMap((call) => keyCallsFor(call, keyArn))];

const decrypt = { action: 'kms:Decrypt', resource: keyArn };
/** Ways to decrypt what somebody has come by that the key encrypts. */
const misuses: readonly (Call & { readonly what: string })[] = [
  { ...decrypt, what: 'whatever it has come by' },
  {
    ...decrypt,
    what: 'an export of the table',
    via: 's3',
    encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::exports' },
  },
  { ...decrypt, what: 'the PDF of a letter', via: 's3', encryptionContext: { 'aws:s3:arn': bucketArn } },
  { ...decrypt, what: 'the table', via: 'dynamodb', encryptionContext: { 'aws:dynamodb:tableName': ids.table } },
  {
    ...decrypt,
    what: 'a token',
    via: 'secretsmanager',
    encryptionContext: { SecretARN: arnOf('secretsmanager', `secret:${ids.hashKey}-AbCdEf`) },
  },
];
const more: readonly Call[] = [
  ...queueArns.map((resource) => ({ action: 'sqs:ReceiveMessage', resource })),
  { action: 'sqs:SendMessage', resource: arnOf('sqs', ids.heldEmail) },
  { action: 's3:GetObject', resource: payload },
  { action: 's3:PutObject', resource: `${bucketArn}/letters/1f0b7b8e-0000-4000-8000-000000000000.pdf` },
  { action: 'dynamodb:GetItem', resource: arnOf('dynamodb', `table/${ids.table}`) },
  { action: 'secretsmanager:GetSecretValue', resource: arnOf('secretsmanager', `secret:${ids.hashKey}-AbCdEf`) },
];

describe('grants to another account', () => {
  const evaluate = (by: Policies, call: Call, secure = true): Promise<string> =>
    by.evaluate(service.roleId, call, { secure, from: service.policies });

  test.each(sending)('a granted service may use $action on $resource when both accounts allow it', async (call) => {
    expect(await evaluate(granting, call)).toBe('Allowed');
  });

  test.each(sending)('a service may not use $action on $resource when only its own account allows it', async (call) => {
    expect(await evaluate(silent, call)).toBe('ImplicitlyDenied');
  });

  test.each(sending.filter(({ action }) => !action.startsWith('kms:')))(
    'a granted service may not use $action on $resource over an unencrypted connection',
    async (call) => {
      expect(await evaluate(granting, call, false)).toBe('ExplicitlyDenied');
    },
  );

  test.each(more)('a granted service may not use $action on $resource', async (call) => {
    expect(await evaluate(granting, call)).toBe('ImplicitlyDenied');
  });

  test.each(misuses)('a granted service may not decrypt $what with the key', async (call) => {
    expect(await evaluate(granting, call)).toBe('ImplicitlyDenied');
  });
});

describe('grants to a whole organisation', () => {
  const stack = emptyStack('Stack', { env: { account, region } });
  const { pipeline, template } = pipelineInStack({}, stack);
  pipeline.grantSend(new OrganizationPrincipal('o-1234567890'));
  const policies = new Policies(deployed(template()));
  const onQueue = (arn: string | undefined): Call => ({
    ...decrypt,
    via: 'sqs',
    ...(arn && { encryptionContext: { 'aws:sqs:arn': arn } }),
  });
  /** By a role of the organisation that its own account lets use every key. */
  const evaluate = (call: Call, organization = 'o-1234567890') =>
    policies.evaluate('Administrator', call, { from: service.policies, andMayDo: call, organization });

  test('an account may have SQS use the key for the queues, and one of another organisation may not', async () => {
    expect(await evaluate(onQueue(queueArns[0]))).toBe('Allowed');
    expect(await evaluate(onQueue(queueArns[0]), 'o-0987654321')).not.toBe('Allowed');
  });

  test('an account may not have SQS use the key for a queue of its own, or for nobody knows what', async () => {
    expect(await evaluate(onQueue(arnOf('sqs', 'mine').replace(account, another)))).not.toBe('Allowed');
    expect(await evaluate(onQueue(undefined))).not.toBe('Allowed');
  });

  test.each(misuses)(
    'an account may not decrypt $what with the key, whatever it allows its own roles',
    async (call) => {
      expect(await evaluate(call)).not.toBe('Allowed');
    },
  );
});

describe('a service of AWS that sends by itself', () => {
  const stack = emptyStack('Stack', { env: { account, region } });
  const { pipeline, template } = pipelineInStack({}, stack);
  const events = 'events.amazonaws.com';
  pipeline.grantSend(new ServicePrincipal(events, { conditions: { StringEquals: { 'aws:SourceAccount': account } } }));
  const policies = new Policies(deployed(template()));
  const [queueArn] = queueArns;
  const send = { action: 'sqs:SendMessage', resource: queueArn };
  const atTheKey = keyCallsFor(send, keyArn).map(({ via: _via, ...call }) => call);

  test.each([send, ...atTheKey])('may do $action for the account that was named, and for no other', async (call) => {
    expect(await policies.evaluateService(events, call, { 'aws:SourceAccount': account })).toBe('Allowed');
    expect(await policies.evaluateService(events, call, { 'aws:SourceAccount': another })).not.toBe('Allowed');
    expect(await policies.evaluateService('sns.amazonaws.com', call, { 'aws:SourceAccount': account })).not.toBe(
      'Allowed',
    );
  });

  test('may put nothing into the bucket, and use the key for nothing but queues', async () => {
    const asked = { 'aws:SourceAccount': account };
    expect(await policies.evaluateService(events, { action: 's3:PutObject', resource: payload }, asked)).not.toBe(
      'Allowed',
    );
    for (const { via: _via, ...call } of misuses) {
      expect(await policies.evaluateService(events, call, asked)).not.toBe('Allowed');
    }
  });
});

describe('a reader of letters’ PDFs', () => {
  const stack = emptyStack('Stack', { env: { account, region } });
  const { pipeline, template } = pipelineInStack({ letterPdfs: true }, stack);
  const { role, roleId } = roleIn(stack);
  pipeline.grantReadLetterPdfs(role);
  const policies = new Policies(deployed(template()));
  const letter = `${bucketArn}/letters/1f0b7b8e-0000-4000-8000-000000000000.pdf`;
  const read = { action: 's3:GetObject', resource: letter };

  test.each([read, ...keyCallsFor(read, keyArn)])('may do $action', async (call) => {
    expect(await policies.evaluate(roleId, call)).toBe('Allowed');
  });

  test('may read no payload, put no PDF there, and decrypt nothing else with the key', async () => {
    const others = [
      { ...read, resource: payload },
      { ...read, action: 's3:PutObject' },
    ];
    const inOthers = misuses.filter(({ what }) => what !== 'the PDF of a letter');
    for (const call of [...others, ...inOthers]) expect(await policies.evaluate(roleId, call)).toBe('ImplicitlyDenied');
  });
});

describe('a service of the same account', () => {
  const { stack, pipeline, template } = pipelineInStack(
    { pipelineId: 'licences' },
    emptyStack('Stack', { env: { account, region } }),
  );
  const { role, roleId } = roleIn(stack);
  pipeline.grantSend(role);
  const policies = new Policies(deployed(template()));
  const parameters = (path: string): Call => ({
    action: 'ssm:GetParametersByPath',
    resource: arnOf('ssm', `parameter/cdk-govuk-notify${path}`),
  });

  test.each(sending)('may use $action on $resource', async (call) => {
    expect(await policies.evaluate(roleId, call)).toBe('Allowed');
  });

  test.each(misuses)('may not decrypt $what with the key', async (call) => {
    expect(await policies.evaluate(roleId, call)).toBe('ImplicitlyDenied');
  });

  test('may not have SQS use the key for a queue that messages wait on', async () => {
    const [toKey] = keyCallsFor({ action: 'sqs:SendMessage', resource: arnOf('sqs', ids.heldEmail) }, keyArn);
    expect(await policies.evaluate(roleId, toKey as Call)).toBe('ImplicitlyDenied');
  });

  test('may find the pipeline by its id', async () => {
    expect(await policies.evaluate(roleId, parameters('/licences'))).toBe('Allowed');
  });

  test.each(['', '/licences-staging', '/licence', '/licences/../staging'])(
    'may not read what is found below /cdk-govuk-notify%s',
    async (path) => {
      expect(await policies.evaluate(roleId, parameters(path))).toBe('ImplicitlyDenied');
    },
  );

  test.each(['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:GetParameterHistory'])(
    'may not do %s to the parameter',
    async (action) => {
      expect(await policies.evaluate(roleId, { ...parameters('/licences'), action })).toBe('ImplicitlyDenied');
    },
  );
});
