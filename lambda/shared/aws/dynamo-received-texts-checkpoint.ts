import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import {
  noTextsPublished,
  type ReceivedTextsCheckpoint,
  type ReceivedTextsCheckpointStore,
} from '../checkpoints/received-texts-checkpoint';

const id = stateItems.receivedTexts;

/** The mark as one item of the deliveries table. */
export function createDynamoReceivedTextsCheckpoint(
  client: DynamoDBDocumentClient,
  tableName: string,
): ReceivedTextsCheckpointStore {
  return {
    /** An item that is no checkpoint is ignored: then we look at all that Notify has, and publish what was not published. */
    async read(): Promise<ReceivedTextsCheckpoint> {
      const { Item = {} } = await client.send(
        new GetCommand({ TableName: tableName, Key: { id }, ConsistentRead: true }),
      );
      const { up_to: upTo, open_below: below, open_up_to: openUpTo } = Item as Readonly<Record<string, unknown>>;
      if (typeof upTo !== 'string') return noTextsPublished;
      const isOpen = typeof below === 'string' && typeof openUpTo === 'string';
      return isOpen ? { upTo, open: { below, upTo: openUpTo } } : { upTo };
    },

    async write({ upTo, open }: ReceivedTextsCheckpoint): Promise<void> {
      const item = { id, up_to: upTo, ...(open ? { open_below: open.below, open_up_to: open.upTo } : {}) };
      await client.send(new PutCommand({ TableName: tableName, Item: item }));
    },
  };
}
