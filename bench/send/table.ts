import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { table } from '../../lib/contract/table';

export const connectTo = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });

/** The deliveries table as the construct makes it, in the cloud that counts. The peers write to it too. */
export async function createTable(endpoint: string, name: string): Promise<void> {
  const client = connectTo(endpoint);
  const keys = [table.partitionKey, ...[table.awaitedIndex, table.referenceIndex].flatMap(keysOf)];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...new Set(keys)].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: table.partitionKey, KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [table.awaitedIndex, table.referenceIndex].map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  );
  client.destroy();
}

const keysOf = (index: { readonly partitionKey: string; readonly sortKey: string }): readonly string[] => [
  index.partitionKey,
  index.sortKey,
];
