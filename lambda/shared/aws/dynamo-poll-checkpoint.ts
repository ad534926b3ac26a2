import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Channel } from '../../../lib/contract/message';
import { stateItems } from '../../../lib/contract/state-items';
import { noRoundsYet, type PollCheckpoint, type PollCheckpointStore } from '../checkpoints/poll-checkpoint';
import { conditionally } from './conditional-write';

const idOf = (channel: Channel): string => stateItems.poll[channel];

const round = z.object({
  began: z.number(),
  reached: z.optional(z.iso.datetime()),
  older_than: z.optional(z.string()),
});
const itemShape = z.object({ version: z.number(), busy_until: z.number(), rounds: z.array(round) });

/** The progress of the poll as items of the deliveries table, one for each channel. */
export function createDynamoPollCheckpoint(client: DynamoDBDocumentClient, tableName: string): PollCheckpointStore {
  return {
    async read(channel: Channel): Promise<PollCheckpoint> {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: { id: idOf(channel) }, ConsistentRead: true }),
      );
      const known = itemShape.safeParse(Item);
      if (known.success) return known.data as PollCheckpoint;
      // What somebody else put there is no checkpoint, and gives way to it.
      const version: unknown = Item?.['version'];
      return typeof version === 'number' ? { ...noRoundsYet, version } : noRoundsYet;
    },

    async write(channel: Channel, checkpoint: PollCheckpoint): Promise<PollCheckpoint | undefined> {
      const next = { ...checkpoint, version: checkpoint.version + 1 };
      const written = await conditionally(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: { id: idOf(channel), ...next },
            ConditionExpression: 'version = :seen OR NOT attribute_type(version, :number)',
            ExpressionAttributeValues: { ':seen': checkpoint.version, ':number': 'N' },
          }),
        ),
      );
      return written && next;
    },
  };
}
