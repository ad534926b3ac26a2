import {
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { table } from '../../../lib/contract/table';
import { marshallOptions } from '../../../lambda/shared/aws/marshall-options';
import { DynamoDeliveryStore } from '../../../lambda/shared/aws/dynamo-delivery-store';

export type Item = Readonly<Record<string, unknown>>;

export interface TableInProcess {
  readonly store: DynamoDeliveryStore;
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly endpoint: string;
  /** Everything in the table, or in one of its indexes. */
  items(index?: string): Promise<Item[]>;
  close(): Promise<void>;
}

const { awaitedIndex, referenceIndex, recipientIndex, partitionKey } = table;

/** A DynamoDB of this process with the deliveries table, as the contract says that it is. */
export async function openTable(name = `deliveries-${randomUUID()}`): Promise<TableInProcess> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const plain = new DynamoDBClient({
    endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await createTable(plain, name);
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions });

  return {
    client,
    name,
    endpoint,
    store: new DynamoDeliveryStore(client, name),
    items: async (index) => {
      const items: Item[] = [];
      const scan = { TableName: name, ...(index === undefined ? {} : { IndexName: index }) };
      for await (const { Items = [] } of paginateScan({ client }, scan)) items.push(...Items);
      return items;
    },
    close: async () => {
      plain.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  const indexed = [
    partitionKey,
    ...[awaitedIndex, referenceIndex, recipientIndex].flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...new Set(indexed)].map((attribute) => ({
        AttributeName: attribute,
        AttributeType: 'S',
      })),
      KeySchema: keys(partitionKey),
      GlobalSecondaryIndexes: [
        {
          IndexName: awaitedIndex.name,
          KeySchema: keys(awaitedIndex.partitionKey, awaitedIndex.sortKey),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...awaitedIndex.projected] },
        },
        ...[referenceIndex, recipientIndex].map(({ name: IndexName, partitionKey: partition, sortKey }) => ({
          IndexName,
          KeySchema: keys(partition, sortKey),
          Projection: { ProjectionType: 'KEYS_ONLY' as const },
        })),
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.05 }, { TableName: name });
}

const keys = (partition: string, sort?: string): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' } as const]),
];
