import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { NotifyPipeline } from '../../lib';
import { emptyStack, ids, pipelineInStack, roleIn } from '../construct/stacks';
import type { Call } from './calls';
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

const sending: readonly Call[] = [
  ...queueArns.map((resource) => ({ action: 'sqs:SendMessage', resource })),
  { action: 's3:PutObject', resource: payload },
  { action: 'kms:GenerateDataKey', resource: keyArn },
  { action: 'kms:Decrypt', resource: keyArn },
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
