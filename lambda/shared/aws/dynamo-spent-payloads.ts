import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import type { SpentPayloads } from '../ports';
import { table } from '../../../lib/contract/table';

/** The spent payloads as items of the deliveries table, which forgets them when their time is over. */
export class DynamoSpentPayloads implements SpentPayloads {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async add(key: string, until: number): Promise<void> {
    const Item = { ...itemKey(key), [table.timeToLive]: Math.ceil(until / 1000) };
    await this.#client.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  async has(key: string): Promise<boolean> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: itemKey(key), ConsistentRead: true }),
    );
    return Item !== undefined;
  }
}

const itemKey = (key: string) => ({ [table.partitionKey]: `${stateItems.spentPayload}${key}` });
