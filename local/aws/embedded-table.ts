import {
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import type { AddressInfo } from 'node:net';
import { marshallOptions } from '../../lambda/shared/aws/marshall-options';
import type { Table } from '../../lambda/shared/aws/table';

export interface EmbeddedTable extends Table {
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
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions });
  return {
    client: documents,
    name: tableName,
    close: async () => {
      client.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

/** CloudFormation's table is the API's, except for what stands beside the keys and the indexes. */
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
