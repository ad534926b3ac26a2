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

export interface EmbeddedTables {
  readonly deliveries: Table;
  readonly scheduled: Table;
  /** Where it answers. */
  readonly endpoint: string;
  close(): Promise<void>;
}

type Properties = Readonly<Record<string, unknown>>;

/** A DynamoDB in this process with the tables of a synthesized template. */
export async function openTables(
  tables: Readonly<Record<'deliveries' | 'scheduled', Properties>>,
): Promise<EmbeddedTables> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const connect = () =>
    new DynamoDBClient({
      endpoint,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
      // Many requests that wait for their turn are no sign of trouble here.
      requestHandler: { socketAcquisitionWarningTimeout: 3_600_000 },
    });
  // Each has a client of its own, so that one can be watched alone.
  const [client, other] = [connect(), connect()];
  for (const [TableName, properties] of Object.entries(tables)) {
    await client.send(new CreateTableCommand(createTableInput(TableName, properties)));
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { TableName });
  }
  return {
    deliveries: { client: DynamoDBDocumentClient.from(client, { marshallOptions }), name: 'deliveries' },
    scheduled: { client: DynamoDBDocumentClient.from(other, { marshallOptions }), name: 'scheduled' },
    endpoint,
    close: async () => {
      client.destroy();
      other.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

/** CloudFormation's table is the API's, except for what stands beside the keys and the indexes. */
function createTableInput(TableName: string, properties: Properties): CreateTableCommandInput {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties as unknown as CreateTableCommandInput;
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes,
  };
}
