import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import { table } from '../../../lib/contract/table';
import type { WaitingTask, WaitingTasks } from '../tasks/waiting-tasks';
import { conditionally } from './conditional-write';

/**
 * The tokens as items of the deliveries table, one for each delivery, encrypted with the pipeline's key like all of the table.
 * They have no state, so the table's stream publishes none. An item goes when the last of its tasks has timed out.
 */
export function createDynamoWaitingTasks(client: DynamoDBDocumentClient, tableName: string): WaitingTasks {
  const update = (deliveryId: string, expression: string, values: object, condition?: string) =>
    client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: itemKey(deliveryId),
        UpdateExpression: expression,
        ExpressionAttributeValues: values,
        ...(expression.includes('#ttl') && { ExpressionAttributeNames: { '#ttl': table.timeToLive } }),
        ...(condition !== undefined && { ConditionExpression: condition }),
      }),
    );

  return {
    add: async (deliveryId, task, until) => {
      const values = { ':tasks': new Set([written(task)]), ':ttl': Math.ceil(until / 1000) };
      const longer = 'attribute_not_exists(#ttl) OR #ttl < :ttl';
      const isLast = await conditionally(update(deliveryId, 'SET #ttl = :ttl ADD tasks :tasks', values, longer));
      // Another waits longer.
      if (!isLast) await update(deliveryId, 'ADD tasks :tasks', { ':tasks': values[':tasks'] });
    },
    find: async (deliveryId) => {
      const { Item = {} } = await client.send(
        new GetCommand({ TableName: tableName, Key: itemKey(deliveryId), ConsistentRead: true }),
      );
      return [...((Item['tasks'] ?? []) as ReadonlySet<string>)].map(read);
    },
    remove: async (deliveryId, tasks) => {
      if (tasks.length === 0) return;
      await update(deliveryId, 'DELETE tasks :tasks', { ':tasks': new Set(tasks.map(written)) });
    },
  };
}

const itemKey = (deliveryId: string) => ({ [table.partitionKey]: `${stateItems.tasks}${deliveryId}` });

/** A token has no space in it, and neither has a time. */
const written = ({ token, since = '' }: WaitingTask): string => `${since} ${token}`;

function read(text: string): WaitingTask {
  const space = text.indexOf(' ');
  const since = text.slice(0, space);
  return { token: text.slice(space + 1), ...(since !== '' && { since }) };
}
