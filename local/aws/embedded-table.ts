import {
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import type { AddressInfo } from 'node:net';
import { DynamoDeliveryStore } from '../../lambda/shared/aws/dynamo-delivery-store';
import { DynamoSpentPayloads } from '../../lambda/shared/aws/dynamo-spent-payloads';
import { DynamoHoldStore } from '../../lambda/shared/aws/dynamo-hold-store';
import { DynamoToldStore } from '../../lambda/shared/aws/dynamo-published-events';
import type { PaceSettings } from '../../lambda/shared/rate-limit/token-bucket';
import { DynamoPaceLedger } from '../../lambda/shared/aws/dynamo-rate-limit-store';
import { DynamoProgressStore } from '../../lambda/shared/aws/dynamo-poll-checkpoint';

export interface EmbeddedTable {
  readonly store: DynamoDeliveryStore;
  readonly holds: DynamoHoldStore;
  readonly spent: DynamoSpentPayloads;
  readonly progress: DynamoProgressStore;
  readonly told: DynamoToldStore;
  readonly pace: (settings: PaceSettings) => DynamoPaceLedger;
  close(): Promise<void>;
}

const tableName = 'deliveries';

/** A DynamoDB in this process with the table of a synthesized template. */
export async function openTable(properties: Readonly<Record<string, unknown>>): Promise<EmbeddedTable> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    // Many requests that wait for their turn are no sign of trouble here.
    requestHandler: { socketAcquisitionWarningTimeout: 3_600_000 },
  });
  await client.send(new CreateTableCommand(createTableInput(properties)));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { TableName: tableName });
  const documents = DynamoDBDocumentClient.from(client);
  return {
    store: new DynamoDeliveryStore(documents, tableName),
    holds: new DynamoHoldStore(documents, tableName),
    spent: new DynamoSpentPayloads(documents, tableName),
    progress: new DynamoProgressStore(documents, tableName),
    told: new DynamoToldStore(documents, tableName),
    pace: (settings) => new DynamoPaceLedger(documents, tableName, settings),
    close: async () => {
      client.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

/** CloudFormation's table is the API's, but for what stands beside the keys and the indexes. */
function createTableInput(properties: Readonly<Record<string, unknown>>): CreateTableCommandInput {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties as unknown as CreateTableCommandInput;
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes,
  };
}
