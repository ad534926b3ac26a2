import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { environment, requireEnvironment } from '../../../lib/contract/environment';
import { DynamoDeliveryStore } from './dynamo-delivery-store';
import { DynamoSpentPayloads } from './dynamo-spent-payloads';
import { DynamoHoldStore } from './dynamo-hold-store';
import { DynamoMarkStore } from './dynamo-received-texts-checkpoint';
import { DynamoToldStore } from './dynamo-published-events';
import { paceSettings, type PaceSettings } from '../rate-limit/token-bucket';
import { DynamoPaceLedger } from './dynamo-rate-limit-store';
import { DynamoProgressStore } from './dynamo-poll-checkpoint';

const openTable = () => ({
  client: DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions: { removeUndefinedValues: true } }),
  name: requireEnvironment(environment.tableName),
});

/** The deliveries and all else that is kept in the table that the construct made. */
export function createTable() {
  const { client, name } = openTable();
  return {
    deliveries: new DynamoDeliveryStore(client, name),
    holds: new DynamoHoldStore(client, name),
    told: new DynamoToldStore(client, name),
    marks: new DynamoMarkStore(client, name),
    spent: new DynamoSpentPayloads(client, name),
    pace: (settings: PaceSettings) => new DynamoPaceLedger(client, name, settings),
    progress: new DynamoProgressStore(client, name),
  };
}

/** How fast this pipeline may send. */
export const readPace = (): PaceSettings =>
  paceSettings(Number(requireEnvironment(environment.rateLimit)), Number(requireEnvironment(environment.rateShare)));
