import { BatchWriteCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  keyOfScheduled,
  partition,
  places,
  scheduledTable,
  slotOf,
  type ScheduledKey,
} from '../../../lib/contract/scheduled';
import { day } from '../../../lib/contract/time';
import { pack, unpack, type PackedBody } from '../schedule/packed-body';
import type { DueMessage, ScheduledAttributes, ScheduledMessage, ScheduleStore } from '../schedule/schedule-store';

/** DynamoDB takes no more in one call. */
const mostInBatch = 25;

interface Item extends ScheduledKey {
  /** Milliseconds since the epoch. */
  readonly after: number;
  readonly body: PackedBody;
  readonly attributes: ScheduledAttributes;
  readonly group?: string;
  readonly trace?: string;
  readonly ttl: number;
}

/**
 * The scheduled messages in a table of their own, by the minute when each is due: what is due is found without reading what
 * is not, however many there are.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 */
export function createDynamoSchedule(client: DynamoDBDocumentClient, tableName: string): ScheduleStore {
  return {
    put: async (message) => {
      await client.send(new PutCommand({ TableName: tableName, Item: itemOf(message) }));
    },

    read: async ({ minute, shard, place, after, most }) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression:
            place === undefined ? 'due_in = :part' : 'due_in = :part AND begins_with(place, :place)',
          ExpressionAttributeValues: {
            ':part': partition(minute, shard),
            ...(place === undefined ? {} : { ':place': `${place}#` }),
          },
          Limit: most,
          ExclusiveStartKey: after && { due_in: after.due_in, place: after.place },
        }),
      );
      return {
        messages: Items.flatMap((item) => messageOf(item as Item) ?? []),
        next: LastEvaluatedKey as ScheduledKey | undefined,
      };
    },

    delete: async (keys) => {
      const batches = Array.from({ length: Math.ceil(keys.length / mostInBatch) }, (_, number) =>
        keys.slice(number * mostInBatch, (number + 1) * mostInBatch),
      );
      await Promise.all(batches.map((batch) => deleteBatch(batch)));
    },
  };

  async function deleteBatch(keys: readonly ScheduledKey[]): Promise<void> {
    const requests = keys.map(({ due_in, place }) => ({ DeleteRequest: { Key: { due_in, place } } }));
    const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
    if (UnprocessedItems?.[tableName]) {
      await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: UnprocessedItems[tableName] } }));
    }
  }
}

/** A body that is too big even deflated went into the bucket before, so what is here is put as it is. */
const itemOf = ({ deliveryId, place, due, body, attributes, groupId, traceHeader }: ScheduledMessage): Item => ({
  ...keyOfScheduled(deliveryId, slotOf(deliveryId, place, due)),
  after: due,
  body: pack(body) ?? body,
  attributes,
  ...(groupId === undefined ? {} : { group: groupId }),
  ...(traceHeader === undefined ? {} : { trace: traceHeader }),
  [scheduledTable.timeToLive]: Math.ceil((due + scheduledTable.keptForDays * day) / 1000),
});

/** What somebody else put there is left alone. */
function messageOf({ due_in, place: found, after, body, attributes, group, trace }: Item): DueMessage | undefined {
  const [name, deliveryId] = found.split('#');
  const place = places.find((one) => one === name);
  if (!place || !deliveryId || typeof after !== 'number' || body === undefined) return undefined;
  return {
    key: { due_in, place: found },
    deliveryId,
    place,
    due: after,
    body: unpack(body),
    attributes: attributes ?? {},
    groupId: group,
    traceHeader: trace,
  };
}
