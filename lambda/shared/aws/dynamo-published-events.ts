import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import type { PublishClaim, PublishedEventStore } from '../incoming/published-events';
import { conditionally } from './conditional-write';
import { day } from '../../../lib/contract/time';

/** Notify lists a text for 7 days, or for as many as its service asks for, at most 90: so long it may be found again. */
const remembered = 100 * day;

const keyOf = (id: string) => ({ id: `${stateItems.published}${id}` });
const ttlFrom = (now: number): number => Math.ceil((now + remembered) / 1000);

/** The events that are published, as small items of the deliveries table. They have no state, so the table's stream publishes none. */
export function createDynamoPublishedEvents(client: DynamoDBDocumentClient, tableName: string): PublishedEventStore {
  const store: PublishedEventStore = {
    async claim(id: string, now: number, until: number): Promise<PublishClaim> {
      const claimed = await conditionally(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(id),
            UpdateExpression: 'SET lease_until = :until, #ttl = :ttl',
            ConditionExpression: 'attribute_not_exists(id) OR lease_until <= :now',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':until': until, ':ttl': ttlFrom(now), ':now': now },
          }),
        ),
      );
      if (claimed) return 'claimed';
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: keyOf(id), ConsistentRead: true }),
      );
      // Gone between the two calls: its time to live was over.
      if (!Item) return store.claim(id, now, until);
      return Item['lease_until'] === undefined ? 'published' : 'busy';
    },

    async confirm(id: string, now: number): Promise<void> {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(id),
          UpdateExpression: 'SET #ttl = :ttl REMOVE lease_until',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':ttl': ttlFrom(now) },
        }),
      );
    },
  };
  return store;
}
