import { table as tableShape } from '../../lib/contract/table';
import { template } from './plain-pipeline';
import { arn, emptyStack, ids, pipelineInStack, resourceOf, roleIn } from './stacks';
import { actionsOn, statementsOfRole } from './statements';

const keys = (hash: string, range: string): object[] => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

describe('the deliveries table', () => {
  const table = resourceOf(template, ids.table);

  test('has the shape that the functions know', () => {
    const { awaitedIndex, referenceIndex, partitionKey, timeToLive } = tableShape;
    expect(table.Properties).toMatchObject({
      KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
      GlobalSecondaryIndexes: [
        {
          IndexName: awaitedIndex.name,
          KeySchema: keys(awaitedIndex.partitionKey, awaitedIndex.sortKey),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: awaitedIndex.projected },
        },
        {
          IndexName: referenceIndex.name,
          KeySchema: keys(referenceIndex.partitionKey, referenceIndex.sortKey),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });

  test('is paid for by use, can be restored to any second, and is encrypted with the pipeline’s key', () => {
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [
        {
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { KMSMasterKeyId: arn(ids.key) },
        },
      ],
    });
    expect(table.Properties['Replicas']).toHaveLength(1);
  });

  test('tells of every change with what was there before and after', () => {
    expect(table.Properties['StreamSpecification']).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  });

  test('answers nobody over a connection that is not encrypted, and neither does its stream', () => {
    const denied = (Action: string | string[]) => ({
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action,
            Resource: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
    const ofStream = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
    expect(table.Properties['Replicas']).toMatchObject([
      {
        ResourcePolicy: denied('dynamodb:*'),
        ReplicaStreamSpecification: { ResourcePolicy: denied(ofStream) },
      },
    ]);
  });

  test('stays when the stack goes, and cannot be deleted by hand', () => {
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { Replicas: [{ DeletionProtectionEnabled: true }] },
    });
  });

  test('has no replicas, whose region has no key of the pipeline’s', () => {
    const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
    expect(() => pipelineInStack({}, stack).pipeline.table.addReplica({ region: 'eu-west-1' })).toThrow(
      'the deliveries table can have no replica in eu-west-1, for what encrypts it and what tells of its changes are of one region',
    );
  });

  test('lets whoever may read it use its key too', () => {
    const { stack, pipeline: own, template: synthesize } = pipelineInStack();
    const { role, roleId } = roleIn(stack);
    own.table.grantReadData(role);
    const statements = statementsOfRole(synthesize(), roleId);
    expect(actionsOn(arn(ids.table), statements)).toContain('dynamodb:GetItem');
    expect(actionsOn(arn(ids.key), statements)).toContain('kms:Decrypt');
  });
});
