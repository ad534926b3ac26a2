// The handler that a competent team writes from the documentation of Powertools: middleware for traces, logs and metrics, the
// idempotency module, zod, the document client and the official client.
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import { NotifyClient } from 'notifications-node-client';
import { z } from 'zod';

const {
  PEER_TABLE: tableName = '',
  PEER_API_KEY_SECRET: secret = '',
  PEER_NOTIFY_BASE_URL: baseUrl = '',
} = process.env;
const logger = new Logger({ serviceName: 'send' });
const metrics = new Metrics({ namespace: 'Notify', serviceName: 'send' });
const tracer = new Tracer({ serviceName: 'send' });
const awsSdkV3Client = tracer.captureAWSv3Client(new DynamoDBClient({}));
const table = DynamoDBDocumentClient.from(awsSdkV3Client, { marshallOptions: { removeUndefinedValues: true } });
const persistenceStore = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client });
const config = new IdempotencyConfig({ eventKeyJmesPath: 'idempotency_key', expiresAfterSeconds: 86_400 });
const processor = new BatchProcessor(EventType.SQS);

const more = {
  template_id: z.uuid(),
  personalisation: z.record(z.string(), z.string()).optional(),
  reference: z.string().optional(),
  idempotency_key: z.string().optional(),
};
const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('email'), email_address: z.email(), ...more }),
  z.object({ type: z.literal('sms'), phone_number: z.string(), ...more }),
]);

let client;
async function notify() {
  const apiKey = await getSecret(secret, { maxAge: 300 });
  return (client ??= new NotifyClient(baseUrl, apiKey));
}

const send = makeIdempotent(
  async (given) => {
    const api = await notify();
    const { type, template_id, personalisation = {}, reference = given.idempotency_key } = given;
    const options = { personalisation, reference };
    const sent =
      type === 'email'
        ? await api.sendEmail(template_id, given.email_address, options)
        : await api.sendSms(template_id, given.phone_number, options);
    const { id } = sent.data;
    const now = Date.now();
    const ttl = Math.floor(now / 1000) + 7_776_000;
    const item = { id: given.idempotency_key, notify_id: id, reference, type, template_id, status: 'sent', ttl };
    const Item = { ...item, id: `delivery ${item.id}`, sent_at: new Date(now).toISOString() };
    await table.send(new PutCommand({ TableName: tableName, Item }));
    return { id };
  },
  { persistenceStore, config },
);

async function handleRecord(record) {
  const parsed = message.parse(JSON.parse(record.body));
  const { id } = await send({ ...parsed, idempotency_key: parsed.idempotency_key ?? record.messageId });
  metrics.addMetric('Sent', MetricUnit.Count, 1);
  logger.info('message sent', { messageId: record.messageId, notificationId: id });
}

export const handler = middy(async (event, context) => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, handleRecord, processor, { context });
})
  .use(captureLambdaHandler(tracer))
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics));
