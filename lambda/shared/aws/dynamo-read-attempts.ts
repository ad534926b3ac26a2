import { PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import { table } from '../../../lib/contract/table';
import { deliveryId } from '../../../lib/contract/identity';
import type { ReadAttempts } from '../ports';

/** Longer than SQS keeps a message between two receives. In seconds. */
const remembered = 14 * 86_400;

/** The marks as small items of the deliveries table. They have no state, so the table's stream publishes none. */
export class DynamoReadAttempts implements ReadAttempts {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async begin(messageId: string, now: number): Promise<number> {
    const { Attributes = {} } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: itemKey(messageId),
        UpdateExpression: 'SET #ttl = :ttl ADD begun :one',
        ExpressionAttributeNames: { '#ttl': table.timeToLive },
        ExpressionAttributeValues: { ':ttl': ttlFrom(now), ':one': 1 },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes['begun']) - 1;
  }

  async end(messageId: string, now: number): Promise<void> {
    const Item = { ...itemKey(messageId), begun: 0, [table.timeToLive]: ttlFrom(now) };
    await this.#client.send(new PutCommand({ TableName: this.#tableName, Item }));
  }
}

/** By a UUID that the id leads to: what came with a message may be too long for a key. */
const itemKey = (messageId: string) => ({
  [table.partitionKey]: `${stateItems.reading}${deliveryId('', messageId)}`,
});

const ttlFrom = (now: number): number => Math.ceil(now / 1000) + remembered;
