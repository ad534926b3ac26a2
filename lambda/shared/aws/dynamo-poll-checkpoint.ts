import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Channel } from '../../../lib/contract/message';
import { stateItems } from '../../../lib/contract/state-items';
import { noProgress, type Progress, type ProgressStore } from '../checkpoints/poll-checkpoint';

const idOf = (channel: Channel): string => stateItems.poll[channel];

const round = z.object({
  began: z.number(),
  reached: z.optional(z.iso.datetime()),
  older_than: z.optional(z.string()),
});
const itemShape = z.object({ version: z.number(), busy_until: z.number(), rounds: z.array(round) });

/** The progress of the poll as items of the deliveries table, one for each channel. */
export class DynamoProgressStore implements ProgressStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async read(channel: Channel): Promise<Progress> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { id: idOf(channel) }, ConsistentRead: true }),
    );
    const known = itemShape.safeParse(Item);
    if (known.success) return known.data as Progress;
    // What somebody else put there is no progress, and gives way to it.
    const version: unknown = Item?.['version'];
    return typeof version === 'number' ? { ...noProgress, version } : noProgress;
  }

  async write(channel: Channel, progress: Progress): Promise<Progress | undefined> {
    const next = { ...progress, version: progress.version + 1 };
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { id: idOf(channel), ...next },
          ConditionExpression: 'version = :seen OR NOT attribute_type(version, :number)',
          ExpressionAttributeValues: { ':seen': progress.version, ':number': 'N' },
        }),
      );
      return next;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}
