import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import { table } from '../../../lib/contract/table';
import { day as dayLong } from '../../../lib/contract/time';
import type { SpendingStore } from '../text-limits/spending';

/** An item of the deliveries table for each budget and day. Adding to it is one write, for which nobody has to be first. */
export function createDynamoSpendingStore(client: DynamoDBDocumentClient, tableName: string): SpendingStore {
  return {
    async add(budget, day, amount) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { [table.partitionKey]: `${stateItems.textSpending}${budget} ${day}` },
          UpdateExpression: 'SET #ttl = :ttl ADD spent :amount',
          ExpressionAttributeNames: { '#ttl': table.timeToLive },
          ExpressionAttributeValues: { ':amount': amount, ':ttl': (Date.parse(day) + 2 * dayLong) / 1000 },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.['spent']);
    },
  };
}
