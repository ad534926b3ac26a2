import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createSqsLetterPdfQueue } from '../shared/aws/sqs-letter-pdf-queue';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createNotifySource } from '../shared/notify/notify-source';
import { createSecret } from '../shared/aws/secret';
import { createTable } from '../shared/aws/table';
import { createPdfKeeper } from './store-pdf';
import { createPdfReceiver } from './receive';
import { createS3Bucket } from '../shared/aws/s3-pdf-bucket';

const clock = systemClock;
const monitor = createMonitor(requireEnvironment(environment.pipelineId));
const apiKey = createSecret(new SecretsManagerClient(), requireEnvironment(environment.apiKeySecretArn), clock);
const queue = createSqsLetterPdfQueue(new SQSClient(), requireEnvironment(environment.letterPdfQueueUrl));

const keepPdf = createPdfKeeper({
  store: createTable().deliveries,
  notify: createNotifySource(apiKey, { baseUrl: requireEnvironment(environment.notifyBaseUrl), clock }),
  bucket: createS3Bucket(new S3Client(), requireEnvironment(environment.bucketName)),
  queue,
  clock,
  monitor,
});

/** Keeps the PDFs of the letters of one batch from the queue. */
export const handler = lambdaFunction(createPdfReceiver({ keepPdf, queue, monitor }), monitor);
