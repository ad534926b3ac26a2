import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import { keyOfScheduled } from '../contract/scheduled';
import { iso } from '../contract/time';
import type { CancellableRecord, CancelStore } from './cancel';
import { shortCalls } from './time-outs';

/** The SDK's client for DynamoDB as far as we use it: install it only if you cancel messages. */
export interface ClientForDynamoDb {
  send(command: never): Promise<unknown>;
}

export interface CancelTables {
  readonly tableName: string;
  readonly scheduledTableName: string;
}

/** For how long the record of a message is kept that nobody had seen, in seconds: 90 days. Nothing is on a queue for longer. */
const unseenKeptFor = 90 * 86_400;

/**
 * The tables in DynamoDB. The SDK's client is loaded with the first message that is cancelled.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export async function openCancelStore(
  { tableName: TableName, scheduledTableName }: CancelTables,
  given: ClientForDynamoDb | undefined,
  now: () => number,
): Promise<CancelStore> {
  // With a catch, a bundler that does not find the client leaves that for when it is needed.
  const sdk: typeof DynamoDb = await import('@aws-sdk/client-dynamodb').catch((error: unknown) => {
    throw error;
  });
  const client: Pick<DynamoDb.DynamoDBClient, 'send'> = given ?? new sdk.DynamoDBClient(shortCalls);

  /** Sets attributes of a record on a condition. `false`: it does not hold. */
  const write = async (id: string, set: Values, condition: string, more: Values = {}): Promise<boolean> => {
    const names = Object.keys(set);
    const update = new sdk.UpdateItemCommand({
      TableName,
      Key: { id: text(id) },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join()}`,
      ConditionExpression: condition,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(names.map((name) => [`:${name}`, set[name]])),
        ...more,
      } as Record<string, DynamoDb.AttributeValue>,
    });
    try {
      await client.send(update);
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };

  return {
    find: async (id) => {
      const { Item } = await client.send(
        new sdk.GetItemCommand({ TableName, Key: { id: text(id) }, ConsistentRead: true }),
      );
      const fields = Object.entries(Item ?? {}).map(([name, { S }]) => [name, S]);
      return Item && (Object.fromEntries(fields) as CancellableRecord);
    },

    create: (id, change) =>
      write(
        id,
        {
          ...texts({ ...change, type: 'unknown', created_at: change.changed_at }),
          attempts: { N: '0' },
          ttl: { N: `${Math.ceil(now() / 1000) + unseenKeptFor}` },
        },
        'attribute_not_exists(id)',
      ),

    cancel: (id, change, { state, changed_at }) =>
      write(
        id,
        texts({ ...change }),
        '#state = :seen AND #changed_at = :then',
        texts({ ':seen': state, ':then': changed_at }),
      ),

    unschedule: async (id, slot) => {
      const key = keyOfScheduled(id, slot);
      const { Attributes } = await client.send(
        new sdk.DeleteItemCommand({
          TableName: scheduledTableName,
          Key: texts({ ...key }),
          ReturnValues: 'ALL_OLD',
        }),
      );
      // A message is an object, a pointer into the bucket a list. What is there is deleted when somebody sees that its message is
      // over, so that goes on the queue now.
      if (!Attributes?.['body']?.S?.trimStart().startsWith('[')) return;
      const due_in = iso(now()).slice(0, 16) + key.due_in.slice(16);
      await client.send(
        new sdk.PutItemCommand({
          TableName: scheduledTableName,
          Item: { ...Attributes, due_in: text(due_in), after: { N: `${now()}` } },
        }),
      );
    },
  };
}

type Values = Readonly<Record<string, DynamoDb.AttributeValue>>;

const text = (value: string): DynamoDb.AttributeValue => ({ S: value });

const texts = (values: Readonly<Record<string, string>>): Record<string, DynamoDb.AttributeValue> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));
