import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import { forgottenAt, type LogEntry } from '../text-limits/number-log';
import type { NumberLogStore, StoredLog } from '../text-limits/number-log-store';
import { conditionally } from './conditional-write';

/**
 * The logs as items of the deliveries table, one for each number, which is there as a keyed hash alone. They go when the last
 * message is no longer counted.
 */
export function createDynamoNumberLogStore(client: DynamoDBDocumentClient, tableName: string): NumberLogStore {
  return {
    read: async (key) => {
      const id = stateItems.textsToNumber + key;
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: { id }, ConsistentRead: true }));
      return logOf(Item);
    },
    write: async (key, entries, { version }, now) => {
      const written = new PutCommand({
        TableName: tableName,
        Item: {
          id: stateItems.textsToNumber + key,
          version: version + 1,
          entries: entries.map(({ id, at }) => `${at} ${id}`),
          ttl: forgottenAt(now),
        },
        // What somebody else put there is no log, and has no version of one.
        ConditionExpression: version === 0 ? 'NOT (version >= :first)' : 'version = :version',
        ExpressionAttributeValues: version === 0 ? { ':first': 1 } : { ':version': version },
      });
      return (await conditionally(client.send(written))) !== undefined;
    },
  };
}

function logOf({ version, entries }: Readonly<Record<string, unknown>> = {}): StoredLog {
  if (typeof version !== 'number' || version < 1 || !Array.isArray(entries)) return { entries: [], version: 0 };
  return { version, entries: entries.flatMap((entry) => entryOf(String(entry))) };
}

function entryOf(text: string): readonly LogEntry[] {
  const [, at, id] = /^(\d+) (.+)$/s.exec(text) ?? [];
  return at === undefined || id === undefined ? [] : [{ id, at: Number(at) }];
}
