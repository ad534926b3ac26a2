import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../lib/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createSqsLetterPdfQueue } from '../sqs-letter-pdf-queue';
import { lambdaFunction } from '../wiring/function';
import { createMonitor } from '../wiring/monitor';
import { createNotifySource } from '../wiring/notify-source';
import { createSecret } from '../wiring/secret';
import { createTable } from '../wiring/table';
import { createPdfKeeper } from './keep-pdf';
import { createPdfReceiver } from './receive';
import { createS3Bucket } from './s3-bucket';

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
