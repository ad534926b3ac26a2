import { RemovalPolicy } from 'aws-cdk-lib';
import { pipelineInStack, resourcesOf, type Resource } from './stacks';

const { template } = pipelineInStack({ callbacks: true, receivedTexts: true, letterPdfs: true });
const resources = (template().toJSON() as { Resources: Record<string, Resource> }).Resources;

/** What holds something that nobody could make again. */
const kept = new Set([
  'AWS::DynamoDB::GlobalTable',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
]);

describe('NotifyPipeline: a first deployment that fails', () => {
  test('whatever is kept when it leaves the stack goes if its first deployment fails', () => {
    const policies = Object.values(resources)
      .filter(({ Type }) => kept.has(Type))
      .map(({ DeletionPolicy, UpdateReplacePolicy }) => [DeletionPolicy, UpdateReplacePolicy]);
    expect(policies.length).toBeGreaterThan(20);
    for (const policy of policies) expect(policy).toEqual(['RetainExceptOnCreate', 'Retain']);
  });

  test('nothing else stays', () => {
    const others = Object.values(resources).filter(({ Type }) => !kept.has(Type));
    expect(others.filter(({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete')).toEqual([]);
  });

  test('the tables can be deleted, or CloudFormation could not roll back', () => {
    const protections = (props = {}) =>
      Object.values(resourcesOf(pipelineInStack(props).template(), 'AWS::DynamoDB::GlobalTable')).map(
        ({ Properties }) =>
          (Properties['Replicas'] as { DeletionProtectionEnabled: boolean }[])[0]?.DeletionProtectionEnabled,
      );
    expect(protections()).toEqual([false, false]);
    expect(protections({ deletionProtection: true })).toEqual([true, true]);
  });

  test('nothing that is kept has a name of its own, which the next try would find taken', () => {
    const names = ['TableName', 'LogGroupName', 'BucketName', 'QueueName', 'Name'];
    const named = Object.entries(resources).filter(
      ([, { Type, Properties }]) => kept.has(Type) && names.some((name) => name in Properties),
    );
    expect(named.map(([id]) => id)).toEqual([]);
  });

  test('protection that is at odds with the removal policy is refused, with what to do', () => {
    expect(() => pipelineInStack({ deletionProtection: true, removalPolicy: RemovalPolicy.DESTROY })).toThrow(
      "deletionProtection must not be true with removalPolicy 'destroy', because the table could not be deleted with its stack: leave out one of them",
    );
  });
});
