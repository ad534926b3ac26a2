import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { places } from '../../../lib/contract/scheduled';
import { stateItems } from '../../../lib/contract/state-items';
import type { ReleaseCheckpoint, ReleaseCheckpointStore } from '../schedule/release-checkpoint';

const minute = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** How far scheduled messages are released, as an item of the deliveries table. */
export function createDynamoReleaseCheckpoint(
  client: DynamoDBDocumentClient,
  tableName: string,
): ReleaseCheckpointStore {
  const id = stateItems.scheduled;
  return {
    read: async () => {
      const { Item = {} } = await client.send(
        new GetCommand({ TableName: tableName, Key: { id }, ConsistentRead: true }),
      );
      const known = places.filter((place) => minute.test(String(Item[place])));
      return Object.fromEntries(known.map((place) => [place, Item[place] as string])) as Partial<ReleaseCheckpoint>;
    },
    write: async (checkpoint) => {
      await client.send(new PutCommand({ TableName: tableName, Item: { id, ...checkpoint } }));
    },
  };
}
