import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import type { SpentPayloads } from '../ports';
import { table } from '../../../lib/contract/table';

/** The spent payloads as items of the deliveries table, which forgets them when their time is over. */
export function createDynamoSpentPayloads(client: DynamoDBDocumentClient, tableName: string): SpentPayloads {
  return {
    async add(key: string, until: number): Promise<void> {
      const Item = { ...itemKey(key), [table.timeToLive]: Math.ceil(until / 1000) };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },

    async has(key: string): Promise<boolean> {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: itemKey(key), ConsistentRead: true }),
      );
      return Item !== undefined;
    },
  };
}

const itemKey = (key: string) => ({ [table.partitionKey]: `${stateItems.spentPayload}${key}` });
