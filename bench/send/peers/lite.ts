// A lean handler: Powertools for logs, metrics and batches, a claim in the table, the official client. It does not survive a
// time-out: what Notify took and did not answer is never sent again, nor known.
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { NotifyClient } from 'notifications-node-client';
import * as z from 'zod/mini';

const logger = new Logger({ serviceName: 'send' });
const metrics = new Metrics({ namespace: 'Notify', serviceName: 'send' });
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const secrets = new SecretsManagerClient({});
const processor = new BatchProcessor(EventType.SQS);
const {
  PEER_TABLE: TableName = '',
  PEER_API_KEY_SECRET: SecretId = '',
  PEER_NOTIFY_BASE_URL: baseUrl = '',
} = process.env;

const message = z.object({
  type: z.literal('sms'),
  template_id: z.string(),
  phone_number: z.string(),
  personalisation: z.optional(z.record(z.string(), z.string())),
  reference: z.optional(z.string()),
});

let client: Promise<NotifyClient> | undefined;
const notify = (): Promise<NotifyClient> =>
  (client ??= secrets
    .send(new GetSecretValueCommand({ SecretId }))
    .then(({ SecretString = '' }) => new NotifyClient(baseUrl, SecretString)));

async function send({ body, messageId: id }: SQSRecord): Promise<void> {
  const { type, template_id, phone_number, personalisation, reference = id } = message.parse(JSON.parse(body));
  const created_at = new Date().toISOString();
  const item = { id, type, template_id, reference, status: 'sending', created_at, ttl: 1 };
  await table.send(new PutCommand({ TableName, Item: item, ConditionExpression: 'attribute_not_exists(id)' }));
  const sent = await (
    await notify()
  ).sendSms(template_id, phone_number, { personalisation: personalisation ?? {}, reference });
  const { id: notifyId } = (sent as { readonly data: { readonly id: string } }).data;
  await table.send(
    new UpdateCommand({
      TableName,
      Key: { id },
      UpdateExpression: 'SET #status = :status, notify_id = :id, sent_at = :at',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': 'sent', ':id': notifyId, ':at': new Date().toISOString() },
    }),
  );
  metrics.addMetric('Sent', MetricUnit.Count, 1);
  logger.info('message sent', { messageId: id, notificationId: notifyId });
}

export async function handler(event: SQSEvent, context: Context) {
  const response = await processPartialResponse(event, send, processor, { context });
  metrics.publishStoredMetrics();
  return response;
}
