import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { DynamoDeliveryStore } from '../../lib/deliveries/dynamo-store';
import type { DeliveryStore } from '../../lib/deliveries/store';

/** The deliveries table that the construct made. */
export function createStore(): DeliveryStore {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return new DynamoDeliveryStore(client, requireEnvironment(environment.tableName));
}
