import { scheduledTable } from '../../lib/contract/scheduled';
import { table as tableShape } from '../../lib/contract/table';
import { template } from './plain-pipeline';
import { arn, emptyStack, ids, pipelineInStack, resourceOf, roleIn } from './stacks';
import { actionsOn, statementsOfRole } from './statements';

const keys = (hash: string, range: string): object[] => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

describe('NotifyPipeline: deliveries table', () => {
  const table = resourceOf(template, ids.table);

  test('the table has the keys and indexes that the functions use', () => {
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

  test('the table is pay-per-request, has point-in-time recovery and uses the pipeline’s key', () => {
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

  test('the stream carries each change with the item before and after it', () => {
    expect(table.Properties['StreamSpecification']).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  });

  test('the table and its stream refuse a connection that is not encrypted', () => {
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

  test('the table is retained when the stack is deleted, and has deletion protection', () => {
    expect(table).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { Replicas: [{ DeletionProtectionEnabled: false }] },
    });
  });

  test('a replica in another region is refused, with the reason', () => {
    const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
    expect(() => pipelineInStack({}, stack).pipeline.table.addReplica({ region: 'eu-west-1' })).toThrow(
      'the deliveries table can have no replica in eu-west-1, because its key and the function that publishes its changes are in one region',
    );
  });

  test('the table of scheduled messages has the keys that the functions use, the same protection, and no backups', () => {
    expect(resourceOf(template, ids.scheduledTable)).toMatchObject({
      DeletionPolicy: resourceOf(template, ids.table).DeletionPolicy,
      UpdateReplacePolicy: 'Retain',
      Properties: {
        KeySchema: keys(scheduledTable.partitionKey, scheduledTable.sortKey),
        TimeToLiveSpecification: { AttributeName: scheduledTable.timeToLive, Enabled: true },
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [{ DeletionProtectionEnabled: false, SSESpecification: { KMSMasterKeyId: arn(ids.key) } }],
      },
    });
    const scheduled = JSON.stringify(resourceOf(template, ids.scheduledTable));
    expect(scheduled).not.toContain('PointInTimeRecovery');
    expect(scheduled).toContain('aws:SecureTransport');
  });

  test('a role that may read the table may also use its key', () => {
    const { stack, pipeline: own, template: synthesize } = pipelineInStack();
    const { role, roleId } = roleIn(stack);
    own.table.grantReadData(role);
    const statements = statementsOfRole(synthesize(), roleId);
    expect(actionsOn(arn(ids.table), statements)).toContain('dynamodb:GetItem');
    expect(actionsOn(arn(ids.key), statements)).toContain('kms:Decrypt');
  });
});
