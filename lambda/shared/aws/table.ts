import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { environment, requireEnvironment } from '../../../lib/contract/environment';
import { connectDynamoDb } from './clients';

/** A table and the client to reach it with. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

/** The table that the construct made, for deliveries and all other state. */
export const openTable = (): Table => ({
  client: connectDynamoDb(),
  name: requireEnvironment(environment.tableName),
});
