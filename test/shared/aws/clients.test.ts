import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  connectDynamoDb,
  connectEventBridge,
  connectS3,
  connectSecretsManager,
  connectSqs,
} from '../../../lambda/shared/aws/clients';
import { createS3Blobs } from '../../../lambda/shared/aws/s3-blobs';
import type * as Patience from '../../../lambda/shared/aws/patience';
import { letAwsHang } from './hung-aws';

/** As long as is said, but in other units. */
jest.mock('../../../lambda/shared/aws/patience', () => {
  const actual = jest.requireActual<typeof Patience>('../../../lambda/shared/aws/patience');
  const requestHandler = { ...actual.patience.requestHandler, requestTimeout: 50, socketTimeout: 50 };
  return { ...actual, patience: { ...actual.patience, requestHandler } };
});

letAwsHang();

const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  DynamoDB: () => connectDynamoDb().send(new GetCommand({ TableName: 'table', Key: { id: 'id' } })),
  SQS: () =>
    connectSqs().send(new SendMessageCommand({ QueueUrl: process.env['AWS_ENDPOINT_URL'], MessageBody: '{}' })),
  EventBridge: () => connectEventBridge().send(new PutEventsCommand({ Entries: [{ Source: 'source' }] })),
  'Secrets Manager': () => connectSecretsManager().send(new GetSecretValueCommand({ SecretId: 'secret' })),
  S3: () => connectS3().send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'PDF' })),
  'the bucket of big messages': () => createS3Blobs('bucket').open('key'),
};

const said = jest.requireActual<typeof Patience>('../../../lambda/shared/aws/patience');

describe('clients of AWS', () => {
  test.each(Object.entries(calls))(
    '%s that takes connections and never answers is given up after three tries',
    async (_service, call) => {
      await expect(call()).rejects.toMatchObject({ name: 'TimeoutError', $metadata: { attempts: 3 } });
    },
  );

  test('wait a second for a connection and five for an answer, three times, and no call takes longer in all', () => {
    const { maxAttempts, requestHandler } = said.patience;
    expect(said.patience).toMatchObject({ maxAttempts: 3, requestHandler: { throwOnRequestTimeout: true } });
    expect(requestHandler).toMatchObject({ connectionTimeout: 1000, requestTimeout: 5000, socketTimeout: 5000 });
    expect(said.longestCall).toBeGreaterThan(maxAttempts * requestHandler.requestTimeout);
  });
});
